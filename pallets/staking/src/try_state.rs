//! What holds of stakes, ledgers and epochs at any time.
