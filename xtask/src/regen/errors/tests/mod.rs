//! Tests of the whole module: on a small inline product, on the committed captures, and against
//! what programs do about the codes.

mod ending;
mod inline;
mod own;
mod practice;
mod real;
