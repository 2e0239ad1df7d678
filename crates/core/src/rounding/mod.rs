//! The rounding model.
