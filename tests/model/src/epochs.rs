//! Epochs: when they open and on what terms.

use crate::{
    arithmetic::{floor, part, ALL, WHOLE},
    call::{done, refuse, Outcome},
    Economy, Epoch, Millis, Planck,
};

const DAY: Millis = 24 * 60 * 60 * 1_000;
const YEAR: Millis = 365 * DAY;

/// What is fixed when an epoch opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EpochTerms {
    pub started_at: Millis,
    pub ends_at: Millis,
    pub capacity: Planck,
    pub total_weight: Planck,
    pub max_diem_per_vvv: Planck,
    pub emission: Planck,
    /// What a whole DIEM earns.
    pub value: Planck,
}

impl EpochTerms {
    /// The part of the capacity that the weight is of all weights, but no more than a VVV may give.
    pub fn grant(&self, weight: Planck) -> Planck {
        if self.total_weight == 0 {
            return 0;
        }
        let by_weight =
            floor(weight, self.capacity, self.total_weight).expect("a weight is part of all weights");
        floor(weight, self.max_diem_per_vvv, WHOLE).map_or(by_weight, |most| by_weight.min(most))
    }
}

impl Economy {
    /// The number of the open epoch.
    pub fn now(&self) -> Epoch {
        Epoch::try_from(self.epochs.len() - 1).expect("there are few epochs")
    }

    /// The epochs that can be settled into: the open one and the one before it.
    pub fn settleable(&self) -> impl Iterator<Item = Epoch> {
        self.now().saturating_sub(1)..=self.now()
    }

    pub fn is_settleable(&self, epoch: Epoch) -> bool {
        self.settleable().any(|open| open == epoch)
    }

    pub fn terms(&self, epoch: Epoch) -> &EpochTerms {
        &self.epochs[epoch as usize]
    }

    /// Begins the block after the last one, whose own time is `time`. It opens an epoch if the last block's time has
    /// reached the end of the open one.
    pub fn begin_block(&mut self, time: Millis) {
        self.block += 1;
        if self.time >= self.terms(self.now()).ends_at {
            self.open_epoch();
        }
        self.time = time;
    }

    fn open_epoch(&mut self) {
        let index = self.now() + 1;
        let aligned = |moment: Millis| moment - moment % self.duration;
        let started_at = self.terms(self.now()).ends_at.max(aligned(self.time));
        let ends_at = aligned(started_at) + self.duration;
        let began_at = *self.began_at.get_or_insert(started_at);

        let (capacity, total_weight) = (self.pledged_by_all(index), self.weight_of_all(index));
        let emission = self.emission(started_at, ends_at, began_at);
        let value = match floor(emission, WHOLE, capacity.max(1)) {
            _ if capacity == 0 || total_weight == 0 => 0,
            Some(value) => value.min(self.metering_rules.most_per_diem()),
            None => self.metering_rules.most_per_diem(),
        };
        let max_diem_per_vvv = self.staking_rules.max_diem_per_vvv;
        self.epochs.push(EpochTerms {
            started_at,
            ends_at,
            capacity,
            total_weight,
            max_diem_per_vvv,
            emission,
            value,
        });
        self.carry_stakes();
        self.carry_prices();
        self.carry_pledges();
        self.open_windows();
    }

    /// What is issued at most: the emission of a day, less with every year since the first epoch began, for as long as the epoch lasts.
    fn emission(&self, started_at: Millis, ends_at: Millis, began_at: Millis) -> Planck {
        let years = (started_at - began_at) / YEAR;
        let kept = ALL - self.staking_rules.yearly_decay;
        let per_day = (0..years).fold(self.staking_rules.emission_per_day, |per_day, _| part(per_day, kept));
        floor(per_day, (ends_at - started_at).into(), DAY.into()).expect("an emission fits")
    }

    pub(crate) fn set_epoch_duration(&mut self, duration: Millis) -> Outcome {
        if !(4_000..=31 * DAY).contains(&duration) {
            return refuse("DurationOutOfBounds");
        }
        self.duration = duration;
        done()
    }
}
