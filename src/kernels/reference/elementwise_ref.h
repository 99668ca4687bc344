#pragma once

namespace gradlet::kernels::reference {

// Scalar twins of the functors in kernels/elementwise.h, one element at a time. Those in float are
// exact: their functors must give the same bits. Those in double tell how far the functors are off.

float relu_ref(float x);
float relu_grad_ref(float x, float grad);
float divide_grad_divisor_ref(float a, float b, float grad);
float sqrt_grad_ref(float result, float grad);
float tanh_grad_ref(float result, float grad);
float sigmoid_grad_ref(float result, float grad);
float squared_difference_ref(float a, float b);
float squared_difference_grad_ref(float factor, float a, float b, float grad);
float scale_ref(float factor, float x, float mask);

double exp_ref(double x);
double log_ref(double x);
double tanh_ref(double x);
double sigmoid_ref(double x);

}  // namespace gradlet::kernels::reference
