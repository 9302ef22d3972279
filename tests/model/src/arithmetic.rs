//! Products and quotients without bounds, brought back into 128 bits where they fit.

use crate::Planck;
use num_bigint::BigUint;

/// Planck of one whole VVV, and of one whole DIEM.
pub const WHOLE: Planck = 1_000_000_000_000_000_000;

/// Parts of a million.
pub type Millionths = u32;

/// Parts of a hundred.
pub type Percent = u32;

/// All of it, in parts of a million.
pub const ALL: Millionths = 1_000_000;

/// `amount`, without bounds.
pub fn big(amount: Planck) -> BigUint {
    BigUint::from(amount)
}

/// The amount in 128 bits, or `None` where it does not fit.
pub fn narrow(amount: &BigUint) -> Option<Planck> {
    Planck::try_from(amount).ok()
}

/// `⌊a · b / divisor⌋`, or `None` where that does not fit.
pub fn floor(a: Planck, b: Planck, divisor: Planck) -> Option<Planck> {
    narrow(&(big(a) * big(b) / big(divisor)))
}

/// `⌈a · b / divisor⌉`, or `None` where that does not fit.
pub fn ceil(a: Planck, b: Planck, divisor: Planck) -> Option<Planck> {
    narrow(&ceil_of(&(big(a) * big(b)), &big(divisor)))
}

/// `⌈dividend / divisor⌉`.
pub fn ceil_of(dividend: &BigUint, divisor: &BigUint) -> BigUint {
    (dividend + divisor - 1_u8) / divisor
}

/// So many millionths of an amount, rounded down.
pub fn part(amount: Planck, millionths: Millionths) -> Planck {
    floor(amount, millionths.into(), ALL.into()).expect("a part is no more than the whole")
}

/// So many millionths of an amount, rounded up.
pub fn part_up(amount: Planck, millionths: Millionths) -> Planck {
    ceil(amount, millionths.into(), ALL.into()).expect("a part is no more than the whole")
}

/// What so much DIEM is worth at `per_diem` planck VVV for a whole one, rounded down.
pub fn worth(diem: Planck, per_diem: Planck) -> Planck {
    floor(diem, per_diem, WHOLE).expect("what is earned fits")
}
