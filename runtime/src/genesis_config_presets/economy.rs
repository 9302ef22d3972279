//! What the pallets of the economy begin with.

use crate::{AccountId, Balance, VVV};
use alloc::{string::String, vec, vec::Vec};
use diem_primitives::{pricing::Price, Diem, Dimension, ModelId, ModelKind, Multiplier, PLANCK_PER_UNIT};
use pallet_diem_metering::{GenesisModel, GenesisProvider};
use sp_keyring::Sr25519Keyring as Account;

/// Stakes, models and providers.
#[derive(Default)]
pub struct Economy {
    pub stakes: Vec<(AccountId, Balance)>,
    pub models: Vec<GenesisModel<AccountId>>,
    pub providers: Vec<GenesisProvider<AccountId>>,
}

/// What Dave has at stake.
const STAKE: Balance = 10_000 * VVV;
/// What each provider pledges per epoch, in planck.
const CAPACITY: Diem = Diem(1_000 * PLANCK_PER_UNIT);

/// The ids that the models are given, in their order.
const LARGE_TEXT: ModelId = ModelId(0);
const SMALL_TEXT: ModelId = ModelId(1);
const IMAGE: ModelId = ModelId(2);

impl Economy {
    /// An economy that works from its first epoch on: a staker, and two providers that serve three models.
    ///
    /// The prices are those that such models have on the market, a DIEM for a dollar. One provider charges them, the
    /// other is a quarter dearer.
    pub fn of_well_known_accounts() -> Self {
        Self {
            stakes: vec![(Account::Dave.to_account_id(), STAKE)],
            models: vec![large_text(), small_text(), image()],
            providers: vec![
                provider(Account::Charlie, "Charlie", Multiplier::ONE),
                provider(Account::Ferdie, "Ferdie", Multiplier(12_500)),
            ],
        }
    }
}

/// A provider that serves all models at the same multiplier.
fn provider(account: Account, name: &str, multiplier: Multiplier) -> GenesisProvider<AccountId> {
    GenesisProvider {
        account: account.to_account_id(),
        capacity: CAPACITY,
        metadata: String::from(name),
        models: [LARGE_TEXT, SMALL_TEXT, IMAGE].map(|model| (model, multiplier)).to_vec(),
    }
}

/// A model that Alice curates, with its prices in thousandths of a DIEM per 1,000,000 units.
fn model(name: &str, kind: ModelKind, prices: &[(Dimension, u128)]) -> GenesisModel<AccountId> {
    const MILLI: u128 = PLANCK_PER_UNIT / 1_000;
    let prices = prices
        .iter()
        .map(|(dimension, milli)| Price {
            dimension: *dimension,
            per_million: Diem(milli.saturating_mul(MILLI)),
        })
        .collect();
    GenesisModel { name: String::from(name), kind, curator: Account::Alice.to_account_id(), prices }
}

fn large_text() -> GenesisModel<AccountId> {
    model(
        "llama-3.3-70b",
        ModelKind::Text,
        &[
            (Dimension::InputTokens, 700),
            (Dimension::CachedInputTokens, 350),
            (Dimension::OutputTokens, 2_800),
            (Dimension::ReasoningTokens, 2_800),
        ],
    )
}

fn small_text() -> GenesisModel<AccountId> {
    model(
        "qwen3-4b",
        ModelKind::Text,
        &[
            (Dimension::InputTokens, 50),
            (Dimension::CachedInputTokens, 25),
            (Dimension::OutputTokens, 150),
            (Dimension::ReasoningTokens, 150),
        ],
    )
}

/// An image costs 0.005 DIEM, and 0.005 more for each of its megapixels.
fn image() -> GenesisModel<AccountId> {
    model(
        "stable-diffusion-3.5",
        ModelKind::Image,
        &[(Dimension::Images, 5_000_000), (Dimension::Megapixels, 5_000_000)],
    )
}
