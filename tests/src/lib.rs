//! Nothing: the tests are in `tests/`, what they compare with in `golden/` and `ui/`.
