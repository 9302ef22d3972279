//! What teams do with their budgets: each has one that pays by receipts and one that pays by vouchers.

use crate::{
    cast::{delegate, fresh_delegate, home, CHEAT, KEEPER, LEAVER, STEADY, TEAMS},
    month::Month,
    providers::LEAVES,
};
use diem_model::{
    budgets::{Key, Terms},
    vouchers::SignedVoucher,
    Call, Epoch, Planck, Who,
};

/// Teams with something to tell, each with a budget.
const GENEROUS: Key = (2, 0);
const THRIFTY: Key = (4, 0);
const LEAKED: Key = (5, 1);
const PAUSED: Key = (6, 0);
const CLOSED: Key = (7, 0);
const EXPIRED: Key = (8, 0);

/// The first epoch in which the budget that expires pays nothing.
const EXPIRES_AT: Epoch = 27;

impl Month<'_> {
    pub fn news_of_budgets(&mut self) {
        match self.now() {
            1 => TEAMS.for_each(|team| self.open_budgets(team)),
            7 => self.raise_a_limit(),
            LEAVES => self.leave_provider(LEAVER),
            13 => self.lower_a_limit(),
            14 => self.replace_a_leaked_key(),
            17 => {
                self.does(PAUSED.0, Call::PauseBudget { budget: PAUSED.1 });
            }
            18 => {
                self.does(PAUSED.0, Call::ResumeBudget { budget: PAUSED.1 });
            }
            19 => self.leave_provider(CHEAT),
            22 => self.close_a_budget(),
            24 => {
                self.does(KEEPER, close(CLOSED));
            }
            EXPIRES_AT => {
                self.does(KEEPER, close(EXPIRED));
            }
            _ => {}
        }
    }

    /// Of the four kinds (shared or reserved, by receipts or by vouchers) each team has two.
    fn open_budgets(&mut self, team: Who) {
        let granted = self.economy().window(team, self.now()).granted;
        let by_receipts = Terms {
            limit: granted / 10 * 8,
            reserved: team % 2 == 1,
            provider: (team % 2 == 1).then(|| home(team, 0)),
            vouchers: false,
            expires_at: (team == EXPIRED.0).then_some(EXPIRES_AT),
        };
        let by_vouchers = Terms {
            limit: granted / 2,
            reserved: team % 4 >= 2,
            provider: Some(home(team, 1)),
            vouchers: true,
            expires_at: None,
        };
        self.does(team, Call::OpenBudget { terms: by_receipts, warn_at: Some(80), delegate: None });
        let delegate = Some(delegate(team));
        self.does(team, Call::OpenBudget { terms: by_vouchers, warn_at: None, delegate });
    }

    pub fn terms_from_tomorrow(&self, key: Key) -> Terms {
        self.economy().budgets[&key].next
    }

    pub fn limit_today(&self, key: Key) -> Planck {
        self.economy().budgets[&key].epochs[&self.now()].terms.limit
    }

    pub fn update(&mut self, key: Key, terms: Terms) {
        let warn_at = self.economy().budgets[&key].warn_at;
        self.does(key.0, Call::UpdateBudget { budget: key.1, terms, warn_at });
    }

    /// More may be spent at once.
    fn raise_a_limit(&mut self) {
        let terms = self.terms_from_tomorrow(GENEROUS);
        let limit = terms.limit * 2;
        self.update(GENEROUS, Terms { limit, ..terms });
        assert_eq!(self.limit_today(GENEROUS), limit);
    }

    /// Less may be spent from tomorrow on.
    fn lower_a_limit(&mut self) {
        let (terms, today) = (self.terms_from_tomorrow(THRIFTY), self.limit_today(THRIFTY));
        self.update(THRIFTY, Terms { limit: terms.limit / 2, ..terms });
        assert_eq!(self.limit_today(THRIFTY), today);
    }

    /// Budgets that name a provider that nobody wants any more name another one from tomorrow on.
    fn leave_provider(&mut self, provider: Who) {
        let named = self.economy().budgets.iter().filter(|(_, one)| one.next.provider == Some(provider));
        let keys: Vec<Key> = named.map(|(key, _)| *key).collect();
        for key in keys {
            let terms = self.terms_from_tomorrow(key);
            self.update(key, Terms { provider: Some(STEADY), ..terms });
        }
    }

    /// What a key signed that leaked settles for a grace of two blocks, and never after.
    fn replace_a_leaked_key(&mut self) {
        let (owner, budget) = LEAKED;
        let epoch = self.now();
        let provider = self.economy().budgets[&LEAKED].epochs[&epoch].terms.provider.expect("it names one");
        self.does(owner, Call::SetDelegate { budget, delegate: Some(fresh_delegate(owner)) });
        let leaked = |month: &Self, amount| SignedVoucher {
            amount,
            signer: delegate(owner),
            ..month.voucher(LEAKED, epoch)
        };
        let within = leaked(self, 1_000);
        let report = self.does(provider, Call::SettleVouchers { vouchers: vec![within] });
        assert_eq!(report.charged, 1_000, "what was signed before still settles");
        self.signed.insert((LEAKED, epoch), 1_000);
        self.next_blocks(3);
        let after = leaked(self, 2_000);
        let report = self.does(provider, Call::SettleVouchers { vouchers: vec![after] });
        assert_eq!(report.rejections.len(), 1);
        assert_eq!((report.charged, report.rejections[0].reason), (0, "NotDelegate"));
    }

    fn close_a_budget(&mut self) {
        self.is_refused(KEEPER, close(CLOSED), "NotOwner");
        self.does(CLOSED.0, close(CLOSED));
        self.is_refused(KEEPER, close(CLOSED), "NotRemovableYet");
    }
}

fn close((owner, budget): Key) -> Call {
    Call::CloseBudget { owner, budget }
}
