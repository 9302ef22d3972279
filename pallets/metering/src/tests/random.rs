//! Random budgets, receipts, vouchers, refunds and epochs, against the naive model.

use super::{
    reference::{Reference, Terms},
    *,
};
use proptest::prelude::*;

const OWNERS: [AccountId; 2] = [OWNER, OTHER];
const PROVIDERS: [AccountId; 2] = [PROVIDER, SECOND];

/// The receipts of one group: owner, budget, and for each receipt its input and output tokens.
type Group = (usize, usize, Vec<(u64, u64)>);

/// A voucher: owner, budget, how its amount lies to the mark, and whether its signature is good.
type Claim = (usize, usize, Asked, bool);

/// An amount, by the mark that it is brought to.
#[derive(Clone, Copy, Debug)]
enum Asked {
    /// So many thousandths of a DIEM above it.
    Above(u128),
    /// So many planck below it.
    Below(u128),
    Everything,
}

impl Asked {
    fn amount(self, mark: u128) -> u128 {
        match self {
            Self::Above(thousandths) => mark + thousandths * DIEM / 1_000,
            Self::Below(planck) => mark.saturating_sub(planck),
            Self::Everything => u128::MAX,
        }
    }
}

/// Something that somebody does.
#[derive(Clone, Debug)]
enum Step {
    Open {
        owner: usize,
        terms: Terms,
    },
    Update {
        owner: usize,
        id: usize,
        terms: Terms,
    },
    Close {
        owner: usize,
        id: usize,
    },
    /// Part of the free pool, in percent, for the other owner.
    Transfer {
        from: usize,
        percent: u128,
    },
    Stake {
        owner: usize,
        vvv: u128,
    },
    Pledge {
        provider: usize,
        diem: u128,
    },
    /// In percent of what it is now.
    Reprice {
        percent: u128,
    },
    Multiply {
        provider: usize,
        percent: u128,
    },
    /// So many epochs before the current one.
    Settle {
        provider: usize,
        late: u32,
        groups: Vec<Group>,
    },
    /// So many epochs before the current one.
    Vouch {
        provider: usize,
        late: u32,
        claims: Vec<Claim>,
    },
    /// In percent of what the budget spent.
    Refund {
        provider: usize,
        late: u32,
        owner: usize,
        id: usize,
        percent: u128,
    },
    Roll {
        epochs: u32,
    },
}

fn terms() -> impl Strategy<Value = Terms> {
    // By voucher or not, where it is for one provider.
    let only = prop::option::weighted(0.5, (0..2_usize, any::<bool>()));
    let expiry = prop::option::weighted(0.2, 1..4_u32);
    (1..800_u128, any::<bool>(), only, expiry).prop_map(|(sevenths, reserved, only, expires_at)| Terms {
        // Sevenths, so that shares have something to round.
        limit: sevenths * DIEM / 7,
        reserved,
        only: only.map(|(provider, _)| provider),
        vouchers: only.is_some_and(|(_, vouchers)| vouchers),
        expires_at,
    })
}

fn receipts() -> impl Strategy<Value = Vec<(u64, u64)>> {
    let tokens = prop_oneof![
        6 => (0..3_000_000_u64, 0..1_000_000_u64),
        2 => (0..60_000_000_u64, 0..10_u64),
        1 => (0..2_u64, 0..2_u64),
    ];
    prop::collection::vec(tokens, 1..6)
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let asked = prop_oneof![
        6 => (1..20_000_u128).prop_map(Asked::Above),
        1 => (0..3_u128).prop_map(Asked::Below),
        1 => Just(Asked::Everything),
    ];
    prop::collection::vec((0..2_usize, 0..20_usize, asked, prop::bool::weighted(0.9)), 1..6)
}

fn late() -> impl Strategy<Value = u32> {
    prop_oneof![12 => Just(0), 10 => Just(1), 1 => Just(2)]
}

fn step() -> impl Strategy<Value = Step> {
    let groups = || prop::collection::vec((0..2_usize, 0..20_usize, receipts()), 1..4);
    let settle = || {
        (0..2_usize, late(), groups()).prop_map(|(provider, late, groups)| Step::Settle {
            provider,
            late,
            groups,
        })
    };
    let vouch = || {
        (0..2_usize, late(), claims()).prop_map(|(provider, late, claims)| Step::Vouch {
            provider,
            late,
            claims,
        })
    };
    let refund = || {
        (0..2_usize, late(), 0..2_usize, 0..20_usize, 0..120_u128).prop_map(
            |(provider, late, owner, id, percent)| Step::Refund { provider, late, owner, id, percent },
        )
    };
    prop_oneof![
        3 => (0..2_usize, terms()).prop_map(|(owner, terms)| Step::Open { owner, terms }),
        4 => (0..2_usize, 0..20_usize, terms()).prop_map(|(owner, id, terms)| Step::Update { owner, id, terms }),
        2 => (0..2_usize, 0..20_usize).prop_map(|(owner, id)| Step::Close { owner, id }),
        2 => (0..2_usize, 1..101_u128).prop_map(|(from, percent)| Step::Transfer { from, percent }),
        1 => (0..2_usize, 1..60_u128).prop_map(|(owner, vvv)| Step::Stake { owner, vvv }),
        2 => (0..2_usize, 1..200_u128).prop_map(|(provider, diem)| Step::Pledge { provider, diem }),
        1 => (50..151_u128).prop_map(|percent| Step::Reprice { percent }),
        1 => (0..2_usize, 50..151_u128).prop_map(|(provider, percent)| Step::Multiply { provider, percent }),
        8 => settle(),
        8 => vouch(),
        3 => refund(),
        4 => (1..4_u32).prop_map(|epochs| Step::Roll { epochs }),
    ]
}

/// Terms of the chain that are those of the model; an expiry is so many epochs from now.
fn on_chain(terms: Terms) -> BudgetTerms<AccountId> {
    BudgetTerms {
        limit: Diem(terms.limit),
        mode: if terms.reserved { BudgetMode::Reserved } else { BudgetMode::Shared },
        provider: terms.only.map_or(ProviderChoice::Any, |only| ProviderChoice::Only(PROVIDERS[only])),
        consent: if terms.vouchers { Consent::Vouchers } else { Consent::Receipts },
        expires_at: terms.expires_at.map(EpochIndex),
    }
}

fn from_now(terms: Terms) -> Terms {
    Terms { expires_at: terms.expires_at.map(|epochs| epoch().0 + epochs), ..terms }
}

/// Takes a step on the chain and in the model, and asserts that they agree on what came of it.
fn take(model: &mut Reference, step: Step) {
    let now = model.epoch;
    match step {
        Step::Open { owner, terms } => {
            let terms = from_now(terms);
            let agent = Some(agent().account());
            assert_ok!(Metering::open_budget(signed(OWNERS[owner]), on_chain(terms), None, agent));
            model.owners[owner].open_budget(now, terms);
        }
        Step::Update { owner, id, terms } => {
            let id = pick(model, owner, id);
            let (terms, budget) = (from_now(terms), BudgetId(id as u32));
            let call = outcome(Metering::update_budget(signed(OWNERS[owner]), budget, on_chain(terms), None));
            assert_eq!(call.is_ok(), model.owners[owner].update_budget(now, id, terms));
        }
        Step::Close { owner, id } => {
            let id = pick(model, owner, id);
            let call =
                outcome(Metering::close_budget(signed(OWNERS[owner]), OWNERS[owner], BudgetId(id as u32)));
            assert_eq!(call.is_ok(), model.owners[owner].close_budget(now, id));
        }
        Step::Transfer { from, percent } => transfer(model, from, percent),
        Step::Stake { owner, vvv } => {
            assert_ok!(Staking::stake(signed(OWNERS[owner]), vvv * VVV));
            model.owners[owner].next_weight += vvv * VVV;
        }
        Step::Pledge { provider, diem } => {
            let call = Metering::set_capacity(signed(PROVIDERS[provider]), Diem(diem * DIEM));
            assert_eq!(call.is_ok(), model.providers[provider].next_pledge != diem * DIEM);
            model.providers[provider].next_pledge = diem * DIEM;
        }
        Step::Reprice { percent } => reprice(model, percent),
        Step::Multiply { provider, percent } => multiply(model, provider, percent),
        Step::Settle { provider, late, groups } => settle(model, provider, late, groups),
        Step::Vouch { provider, late, claims } => vouch(model, provider, late, claims),
        Step::Refund { provider, late, owner, id, percent } => {
            refund(model, (provider, late), (owner, id), percent);
        }
        Step::Roll { epochs } => {
            next_epochs(epochs);
            (0..epochs).for_each(|_| model.roll());
        }
    }
}

fn transfer(model: &mut Reference, from: usize, percent: u128) {
    let (now, to) = (model.epoch, 1 - from);
    let amount = model.owners[from].windows[now].free() / 100 * percent;
    if amount < DIEM / 1_000 {
        return;
    }
    assert_ok!(Staking::transfer_quota(signed(OWNERS[from]), OWNERS[to], Diem(amount)));
    model.owners[from].windows[now].sent += amount;
    model.owners[to].windows[now].received += amount;
}

fn reprice(model: &mut Reference, percent: u128) {
    let (input, output) = model.prices[model.epoch];
    let (input, output) = (input * percent / 100, output * percent / 100);
    // Long series of cuts could end at a price that can't move by half any more.
    if !(1_000..=1_000 * DIEM).contains(&input) {
        return;
    }
    let prices = vec![price(Dimension::InputTokens, input), price(Dimension::OutputTokens, output)];
    let call = Metering::set_rate_card(signed(STRANGER), TEXT, BoundedVec::truncate_from(prices));
    if call.is_ok() {
        model.next_prices = (input, output);
    } else {
        // Rounding down went beyond the half.
        assert_eq!(call, Err(E::MovedTooFar.into()));
    }
}

fn multiply(model: &mut Reference, provider: usize, percent: u128) {
    let multiplier = model.providers[provider].multiplier[model.epoch] * percent / 100;
    let call = Metering::serve_model(signed(PROVIDERS[provider]), TEXT, Multiplier(multiplier as u32));
    if call.is_ok() {
        model.providers[provider].next_multiplier = multiplier;
    }
}

/// A number that is one of the owner's budgets, or, now and then, the next one to come.
fn pick(model: &Reference, owner: usize, id: usize) -> usize {
    let budgets = model.owners[owner].budgets.len();
    if id == 0 {
        budgets
    } else {
        budgets.saturating_sub(id % 4 + 1)
    }
}

/// As [`pick`], but mostly one of those budgets of the owner that `fits` says are of use.
fn pick_fitting(
    model: &Reference,
    owner: usize,
    id: usize,
    fits: impl Fn(&super::reference::BudgetModel) -> bool,
) -> usize {
    let budgets = model.owners[owner].budgets.iter().enumerate();
    let fitting: Vec<_> = budgets.filter(|(_, budget)| fits(budget)).map(|(id, _)| id).collect();
    if fitting.is_empty() || id.is_multiple_of(5) {
        pick(model, owner, id)
    } else {
        fitting[id % fitting.len()]
    }
}

fn settle(model: &mut Reference, provider: usize, late: u32, mut groups: Vec<Group>) {
    let Some(named) = epoch().0.checked_sub(late).map(EpochIndex) else { return };
    for (owner, id, _) in &mut groups {
        *id = pick(model, *owner, *id);
    }
    let tokens = |(input, output): &(u64, u64)| {
        receipt(TEXT, &[(Dimension::InputTokens, *input), (Dimension::OutputTokens, *output)])
    };
    let batch = groups.iter().map(|(owner, id, receipts)| {
        group(OWNERS[*owner], BudgetId(*id as u32), receipts.iter().map(tokens).collect())
    });
    let settled = submit(PROVIDERS[provider], named, batch.collect());

    let mut expected = Settled { charged: Diem::ZERO, receipts: 0, rejections: vec![] };
    for (index, (owner, id, receipts)) in groups.iter().enumerate() {
        for (place, tokens) in receipts.iter().enumerate() {
            match model.settle(provider, named.0 as usize, *owner, *id, *tokens) {
                Ok(charge) => {
                    expected.charged.0 += charge;
                    expected.receipts += 1;
                }
                Err(reason) => expected.rejections.extend(rejections(index as u32, [(place, reason)])),
            }
        }
    }
    assert_eq!(settled, expected);
}

/// The key that signs for all budgets: of the kind that is verified fastest.
fn agent() -> Key {
    Key::ed25519(1)
}

fn vouch(model: &mut Reference, provider: usize, late: u32, claims: Vec<Claim>) {
    let Some(named) = epoch().0.checked_sub(late).map(EpochIndex) else { return };
    let (at, key) = (named.0 as usize, agent());
    let claims = claims.into_iter().map(|(owner, id, asked, good)| {
        let id = pick_fitting(model, owner, id, |budget| {
            let exists = !budget.removed && budget.exists_in(at);
            exists && budget.terms_in(at).vouchers && budget.terms_in(at).only == Some(provider)
        });
        let budget = model.owners[owner].budgets.get(id);
        let amount = asked.amount(budget.map_or(0, |budget| budget.mark_in(at)));
        (owner, id, amount, good)
    });
    let claims: Vec<_> = claims.collect();
    let vouchers = claims.iter().map(|(owner, id, amount, good)| {
        let (budget, amount) = (BudgetId(*id as u32), Diem(*amount));
        let voucher = Voucher { owner: OWNERS[*owner], budget, epoch: named, amount };
        let mut bytes = voucher.payload(System::block_hash(0), &PROVIDERS[provider]);
        bytes.extend(if *good { [].as_slice() } else { &[0] });
        signing::with_signature(&key, voucher, &bytes)
    });
    let settled = signing::settle(PROVIDERS[provider], vouchers.collect());

    let mut expected = signing::all_debited(0, 0);
    for (index, (owner, id, amount, good)) in (0..).zip(claims) {
        match model.vouch(provider, at, owner, id, (amount, !good)) {
            Ok(debited) => {
                expected.debited.0 += debited;
                expected.vouchers += 1;
            }
            Err(reason) => expected.rejections.push(VoucherRejection { index, reason }),
        }
    }
    assert_eq!(settled, expected);
}

fn refund(model: &mut Reference, (provider, late): (usize, u32), (owner, id): (usize, usize), percent: u128) {
    let Some(named) = epoch().0.checked_sub(late).map(EpochIndex) else { return };
    let at = named.0 as usize;
    let id = pick_fitting(model, owner, id, |budget| budget.spent_in(at) > 0);
    let spent = model.owners[owner].budgets.get(id).map_or(0, |budget| budget.spent_in(at)).max(100);
    let (amount, budget) = (spent * percent / 100, BudgetId(id as u32));
    let call =
        outcome(Metering::refund(signed(PROVIDERS[provider]), OWNERS[owner], budget, named, Diem(amount)));
    assert_eq!(call, model.refund(provider, at, owner, id, amount).map_err(Into::into));
}

/// Asserts that the chain's books of both epochs that can be settled are those of the model.
fn compare(model: &Reference) {
    for at in [model.epoch - 1, model.epoch] {
        let named = EpochIndex(at as u32);
        for (who, owner) in OWNERS.iter().zip(&model.owners) {
            let (found, expected) = (window(*who, named), owner.windows[at]);
            assert_eq!(found.granted.0, expected.granted, "granted to {who} in {at}");
            assert_eq!(found.reserved.0, expected.reserved, "reserved by {who} in {at}");
            assert_eq!(found.reserved_spent.0, expected.reserved_spent, "spent of reserves by {who} in {at}");
            assert_eq!(found.shared_spent().0, expected.shared_spent, "spent of the pool by {who} in {at}");
            assert_eq!(found.free().0, expected.free(), "free for {who} in {at}");
        }
        for (who, provider) in PROVIDERS.iter().zip(&model.providers) {
            let settled = crate::Providers::<Test>::get(who).unwrap().settled_in(named).0;
            assert_eq!(settled, provider.settled[at], "settled by {who} in {at}");
        }
        let record = pallet_diem_staking::History::<Test>::get(named).unwrap();
        assert_eq!((record.debited.0, record.refunded.0), (model.debited[at], model.refunded[at]));
    }
    for (who, provider) in PROVIDERS.iter().zip(&model.providers) {
        // Nobody claims: all that was ever settled is earned, or will be.
        let earned = provider.settled.iter().map(|settled| Diem(*settled).worth(VALUE_PER_DIEM).unwrap());
        let found = Metering::provider(*who).unwrap();
        assert_eq!(found.earnings + found.pending_earnings, earned.sum::<u128>(), "earned by {who}");
    }
    for (who, owner) in OWNERS.iter().zip(&model.owners) {
        for (id, expected) in owner.budgets.iter().enumerate() {
            let found = Metering::budget(*who, BudgetId(id as u32));
            assert_eq!(found.is_none(), expected.removed);
            let Some(found) = found else { continue };
            assert_eq!(found.terms, on_chain(expected.terms_in(model.epoch)));
            assert_eq!(found.next_terms, on_chain(expected.next));
            assert_eq!(found.share.0, expected.share_in(model.epoch));
            assert_eq!(found.spent.0, expected.spent_in(model.epoch));
            assert_eq!(found.previous_spent.0, expected.spent_in(model.epoch - 1));
            assert_eq!(found.voucher_mark.0, expected.mark_in(model.epoch));
            assert_eq!(found.previous_voucher_mark.0, expected.mark_in(model.epoch - 1));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_chain_agrees_with_a_model_that_visits_everything(steps in prop::collection::vec(step(), 1..80)) {
        run(|| {
            let mut model = Reference::new();
            let first = [(0, true, None), (0, false, Some(0)), (1, true, Some(1)), (1, false, None), (0, true, Some(0))];
            for (owner, reserved, only) in first {
                let vouchers = only.is_some();
                let terms = Terms { limit: 40 * DIEM, reserved, only, vouchers, expires_at: None };
                take(&mut model, Step::Open { owner, terms });
            }
            for step in steps {
                take(&mut model, step);
                compare(&model);
                check();
            }
        });
    }
}
