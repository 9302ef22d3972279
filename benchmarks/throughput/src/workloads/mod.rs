//! What is measured, a file each: which extrinsics it takes, and who signs them.

mod receipts;
mod stage;
mod stakes;
mod trades;
mod transfers;
mod vouchers;

pub use receipts::batch;
pub use stage::Stage;
pub use trades::offers;

use crate::feed::Draft;
use diem_primitives::receipt::MAX_RECEIPTS;

/// A workload: extrinsics of one kind, with which blocks are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Workload {
    /// VVV sent from account to account: what everything else is compared with
    Transfers,
    /// One receipt per extrinsic
    SingleReceipt,
    /// 1,000 receipts of one budget per extrinsic
    #[value(name = "batch_1_group")]
    Batch1Group,
    /// 1,000 receipts of 20 budgets per extrinsic
    #[value(name = "batch_20_groups")]
    Batch20Groups,
    /// 1,000 receipts of 100 budgets per extrinsic
    #[value(name = "batch_100_groups")]
    Batch100Groups,
    /// 1,000 receipts of 1,000 budgets per extrinsic
    #[value(name = "batch_1000_groups")]
    Batch1000Groups,
    /// 125 vouchers per extrinsic
    Vouchers,
    /// VVV staked by accounts that have a stake
    Stakes,
    /// DIEM bought of an offer
    Trades,
}

/// What a workload is counted in, beside extrinsics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Extrinsics alone.
    Extrinsic,
    /// Receipts that were charged.
    Receipt,
    /// Vouchers of which something was debited.
    Voucher,
}

impl Unit {
    /// What more than one are called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Extrinsic => "extrinsics",
            Self::Receipt => "receipts",
            Self::Voucher => "vouchers",
        }
    }
}

impl Workload {
    /// All of them, in the order in which they are run.
    pub const ALL: [Self; 9] = [
        Self::Transfers,
        Self::SingleReceipt,
        Self::Batch1Group,
        Self::Batch20Groups,
        Self::Batch100Groups,
        Self::Batch1000Groups,
        Self::Vouchers,
        Self::Stakes,
        Self::Trades,
    ];

    /// Its name in the results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Transfers => "transfers",
            Self::SingleReceipt => "single_receipt",
            Self::Batch1Group => "batch_1_group",
            Self::Batch20Groups => "batch_20_groups",
            Self::Batch100Groups => "batch_100_groups",
            Self::Batch1000Groups => "batch_1000_groups",
            Self::Vouchers => "vouchers",
            Self::Stakes => "stakes",
            Self::Trades => "trades",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Transfers => "balance transfers",
            Self::SingleReceipt => "single receipts",
            Self::Batch1Group => "1,000 receipts in 1 group",
            Self::Batch20Groups => "1,000 receipts in 20 groups",
            Self::Batch100Groups => "1,000 receipts in 100 groups",
            Self::Batch1000Groups => "1,000 receipts in 1,000 groups",
            Self::Vouchers => "125 vouchers",
            Self::Stakes => "stakes",
            Self::Trades => "spot trades",
        }
    }

    /// What it is counted in.
    pub fn unit(self) -> Unit {
        match self {
            Self::Transfers | Self::Stakes | Self::Trades => Unit::Extrinsic,
            Self::SingleReceipt
            | Self::Batch1Group
            | Self::Batch20Groups
            | Self::Batch100Groups
            | Self::Batch1000Groups => Unit::Receipt,
            Self::Vouchers => Unit::Voucher,
        }
    }

    /// The next `count` extrinsics of it.
    pub fn drafts(self, stage: &mut Stage, count: usize) -> Vec<Draft> {
        let one = |stage: &mut Stage| match self {
            Self::Transfers => transfers::transfer(stage),
            Self::SingleReceipt => receipts::next(stage, 1, 1),
            Self::Batch1Group => receipts::next(stage, 1, MAX_RECEIPTS),
            Self::Batch20Groups => receipts::next(stage, 20, MAX_RECEIPTS),
            Self::Batch100Groups => receipts::next(stage, 100, MAX_RECEIPTS),
            Self::Batch1000Groups => receipts::next(stage, 1_000, MAX_RECEIPTS),
            Self::Vouchers => vouchers::next(stage),
            Self::Stakes => stakes::stake(stage),
            Self::Trades => trades::buy(stage),
        };
        (0..count).map(|_| one(stage)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn a_workload_is_asked_for_by_its_name_in_the_results() {
        for workload in Workload::ALL {
            let asked = workload.to_possible_value();
            assert_eq!(asked.as_ref().map(|value| value.get_name()), Some(workload.name()));
        }
        assert_eq!(Workload::value_variants(), Workload::ALL);
    }
}
