//! Tests of the whole module: on a small inline product, and on the committed captures.

mod inline;
mod real;
