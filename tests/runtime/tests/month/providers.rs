//! Providers: one that leaves, one that grows, one that shrinks, and one that cheats.

use crate::{
    cast::{home, receipt_key, CAPACITY, CHEAT, FOLLOWER, INPUT, KEEPER, LEAVER, OUTPUT, PROVIDERS, STEADY},
    month::Month,
};
use diem_model::{
    arithmetic::{part_up, WHOLE},
    batches::{Batch, Group, Receipt},
    budgets::Key,
    disputes::{Evidence, Fault, ProvenGroup, SignedReceipt},
    Call, Epoch, Who,
};

/// The day on which a provider announces that it leaves, and the first one on which its bond is free.
pub const LEAVES: Epoch = 12;
pub const GONE: Epoch = 15;
/// The day on which a provider cheats. It is disputed on the day after.
pub const CHEATS: Epoch = 18;

/// The budget whose receipt says more than was signed, and the one that pays twice for the same.
const OVERCHARGED: Key = (9, 0);
const CHARGED_TWICE: Key = (10, 0);

impl Month<'_> {
    pub fn news_of_providers(&mut self) {
        match self.now() {
            1 => PROVIDERS.for_each(|who| {
                self.does(who, Call::SetReceiptKey { key: receipt_key(who) });
            }),
            LEAVES => self.leave(LEAVER),
            13 => {
                self.is_refused(LEAVER, Call::SetCapacity { capacity: CAPACITY }, "ProviderIsLeaving");
                self.does(STEADY, Call::SetCapacity { capacity: 700 * WHOLE });
            }
            14 => self.is_refused(KEEPER, Call::WithdrawBond { provider: LEAVER }, "BondNotFree"),
            GONE => self.withdraw_all(LEAVER),
            CHEATS => self.cheat(),
            19 => self.dispute(),
            22 => self.withdraw_all(CHEAT),
            24 => {
                self.does(FOLLOWER, Call::SetCapacity { capacity: 300 * WHOLE });
                self.is_refused(KEEPER, Call::WithdrawBond { provider: FOLLOWER }, "BondNotFree");
            }
            27 => {
                self.does(KEEPER, Call::WithdrawBond { provider: FOLLOWER });
            }
            _ => {}
        }
    }

    /// What it pledged for today it still serves, and settles tomorrow at the latest.
    fn leave(&mut self, provider: Who) {
        self.does(provider, Call::DeregisterProvider);
        self.is_refused(provider, Call::ServeModel { model: 0, multiplier: 10_000 }, "ProviderIsLeaving");
    }

    /// The bond comes free, all that was earned is issued, and nothing is left of the provider.
    fn withdraw_all(&mut self, provider: Who) {
        let (bond, earned) = (self.economy().providers[&provider].bond, self.economy().earnings(provider));
        let before = self.economy().books.free(provider);
        self.does(KEEPER, Call::WithdrawBond { provider });
        assert_eq!(self.economy().books.free(provider), before + bond + earned);
        assert!(!self.economy().providers.contains_key(&provider));
    }

    /// One receipt says twice the output that was signed, and one id is settled twice.
    fn cheat(&mut self) {
        assert_eq!(home(OVERCHARGED.0, 0), CHEAT, "a team that named the cheat");
        let group = |(owner, budget): Key, receipts| Group { owner, budget, receipts };
        let overcharged = group(OVERCHARGED, vec![inflated()]);
        let twice = group(CHARGED_TWICE, vec![work(2), work(2)]);
        let batch = self.submit(CHEAT, CHEATS, vec![overcharged, twice]);
        let settled = self.economy().batches.last().expect("it was settled now");
        assert_eq!(settled.sequence, batch);
        assert!(settled.groups.iter().all(|group| group.charge > 0 && group.rejections.is_empty()));
    }

    /// Each team proves what was done to it; a proof counts once.
    fn dispute(&mut self) {
        let said = (CHEAT, CHEATS);
        let settled = self.economy().batches.iter().rev().find(|batch| {
            (batch.provider, batch.epoch) == said && batch.groups[0].group.receipts == [inflated()]
        });
        let sequence = settled.expect("it was settled yesterday").sequence;
        let evidence = |index, receipt, fault| Evidence {
            provider: CHEAT,
            group: ProvenGroup { sequence, index, tampering: None },
            receipt,
            fault,
        };
        let (owner, budget) = OVERCHARGED;
        let (receipt, key) = (work(1), receipt_key(CHEAT));
        let signed = SignedReceipt { owner, budget, epoch: CHEATS, receipt, key, is_foreign: false };
        let overcharged = evidence(0, 0, Fault::Overcharged(signed));
        let twice = evidence(1, 1, Fault::SettledTwice { earlier: None, receipt: 0 });
        self.prove(owner, overcharged.clone());
        self.prove(CHARGED_TWICE.0, twice);
        self.is_refused(KEEPER, Call::Dispute { evidence: overcharged }, "AlreadyDisputed");
        self.end_of_the_cheat();
    }

    /// A fifth of the bond goes with each proof.
    fn prove(&mut self, reporter: Who, evidence: Evidence) {
        let bond = self.economy().providers[&CHEAT].bond;
        let before = self.economy().books.free(reporter);
        self.does(reporter, Call::Dispute { evidence });
        let slash = part_up(bond, self.economy().metering_rules.slash_fraction);
        assert_eq!(self.economy().providers[&CHEAT].bond, bond - slash);
        let gained = self.economy().books.free(reporter) - before;
        assert!((slash / 10..=slash / 5).contains(&gained), "a tenth for the report, and what was lost");
    }

    /// It settles nothing more, and all it can do is leave.
    fn end_of_the_cheat(&mut self) {
        let sequence = self.economy().providers[&CHEAT].next_sequence;
        let (owner, budget) = CHARGED_TWICE;
        let groups = vec![Group { owner, budget, receipts: vec![work(3)] }];
        let batch = Batch { epoch: self.now(), sequence, groups };
        self.is_refused(CHEAT, Call::SubmitReceipts { batch }, "ProviderSuspended");
        self.does(CHEAT, Call::DeregisterProvider);
    }
}

/// Numbers of receipts that no other work has.
const OUT_OF_ORDER: u64 = 1_000_000;

fn work(number: u64) -> Receipt {
    Receipt { id: OUT_OF_ORDER + number, model: 0, usage: vec![(INPUT, 100_000), (OUTPUT, 20_000)] }
}

fn inflated() -> Receipt {
    Receipt { usage: vec![(INPUT, 100_000), (OUTPUT, 40_000)], ..work(1) }
}
