"""Import before torch: one thread and the AVX2 kernels, so that fixtures come out alike on most x86-64 processors.

PyTorch and oneDNN choose their kernels by the processor they run on, and a sum in another order rounds otherwise.
"""

import os

DESCRIPTION = "1 thread, AVX2"

os.environ["ATEN_CPU_CAPABILITY"] = "avx2"
os.environ["ONEDNN_MAX_CPU_ISA"] = "AVX2"
os.environ["OMP_NUM_THREADS"] = "1"
