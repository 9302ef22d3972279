//! What a proven dispute takes of a bond, and who gets it.

use diem_primitives::Balance;
use sp_runtime::Permill;

/// The part of a slash that the reporter gets, and the most that the consumer may get: one in so many.
const REWARD_DIVISOR: Balance = 10;

/// What is taken of a bond, in planck VVV.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slash {
    /// All that is taken.
    pub total: Balance,
    /// What the consumer gets back of its loss: at most a tenth.
    pub to_consumer: Balance,
    /// What who proved it gets: a tenth.
    pub to_reporter: Balance,
}

impl Slash {
    /// Takes `fraction` of `bond`, rounded up, and gives what was `lost` back as far as it may.
    ///
    /// Who disputes itself gets back at most a fifth of what it loses.
    pub fn of(bond: Balance, fraction: Permill, lost: Balance) -> Self {
        let total = fraction.mul_ceil(bond).min(bond);
        let tenth = total / REWARD_DIVISOR;
        Self { total, to_consumer: lost.min(tenth), to_reporter: tenth }
    }

    /// What nobody gets.
    pub fn burnt(&self) -> Balance {
        self.total.saturating_sub(self.to_consumer).saturating_sub(self.to_reporter)
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a sum that overflows fails the test")]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    #[test]
    fn the_reporter_gets_a_tenth_and_the_consumer_its_loss_up_to_a_tenth() {
        let fifth = Permill::from_percent(20);
        let slash = Slash::of(10_000, fifth, 150);
        assert_eq!(
            (slash.total, slash.to_consumer, slash.to_reporter, slash.burnt()),
            (2_000, 150, 200, 1_650)
        );
        let slash = Slash::of(10_000, fifth, 201);
        assert_eq!((slash.to_consumer, slash.burnt()), (200, 1_600));
    }

    #[test]
    fn a_bond_of_nothing_has_nothing_to_take() {
        let slash = Slash::of(0, Permill::one(), 7);
        assert_eq!((slash.total, slash.to_consumer, slash.to_reporter, slash.burnt()), (0, 0, 0, 0));
    }

    #[test]
    fn a_slash_is_rounded_up_and_what_is_paid_of_it_down() {
        let slash = Slash::of(101, Permill::from_percent(10), 100);
        assert_eq!((slash.total, slash.to_consumer, slash.to_reporter, slash.burnt()), (11, 1, 1, 9));
    }

    fn any_size() -> impl Strategy<Value = u128> {
        prop_oneof![(any::<u128>(), 0..128_u32).prop_map(|(number, shift)| number >> shift), Just(u128::MAX)]
    }

    proptest! {
        #[test]
        fn a_slash_is_its_part_of_the_bond_and_most_of_it_is_burnt(
            bond in any_size(),
            parts in 0..=1_000_000_u32,
            lost in any_size(),
        ) {
            let slash = Slash::of(bond, Permill::from_parts(parts), lost);
            let exact = BigUint::from(bond) * parts;
            prop_assert_eq!(BigUint::from(slash.total), (exact + 999_999_u32) / 1_000_000_u32);
            prop_assert!(slash.total <= bond);
            prop_assert_eq!(slash.to_reporter, slash.total / 10);
            prop_assert_eq!(slash.to_consumer, lost.min(slash.total / 10));
            prop_assert_eq!(slash.to_consumer + slash.to_reporter + slash.burnt(), slash.total);
            // A cheat that is its own consumer and its own reporter gets back at most a fifth.
            let back = slash.to_consumer + slash.to_reporter;
            prop_assert!(BigUint::from(back) * 5_u32 <= BigUint::from(slash.total));
        }
    }
}
