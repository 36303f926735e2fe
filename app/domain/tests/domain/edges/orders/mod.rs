//! Purchases at their edges: prices, terms, numbers, and orders paid by invoice.

mod buying;
mod prices;
mod standing;
