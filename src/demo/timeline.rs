//! Times of generated issues. `updated` increases with an issue's rank and `created` with its number, both by a formula,
//! so that the issues changed since some moment are found by binary search.

const DAY: i64 = 86_400_000;
const SPAN: i64 = 730 * DAY;
const MAX_LAG: i64 = 60 * DAY;
const MIN_LAG: i64 = 10 * 60_000;
/// Ranks are numbers permuted within blocks by `i * MULTIPLIER + SHIFT`; `INVERSE` reverts it.
const MULTIPLIER: u64 = 5;
const INVERSE: u64 = 13;
const SHIFT: u64 = 3;

/// The times of the generated issues of a project. Numbers and ranks start at 0. Times are in milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeline {
    epoch: i64,
    issues: u64,
    block: u64,
    plateau: (u64, u64),
    /// Minimum time between creation and last change.
    min_lag: i64,
}

impl Timeline {
    /// `project` shifts the times a little, so that projects do not change simultaneously. `seed` shifts the times of
    /// creation, so that issues with the same id in other Jiras were created at other moments.
    pub(crate) fn new(epoch: i64, issues: u64, project: u64, seed: u64) -> Self {
        let block = if issues < 64 { 4 } else { 16 };
        // Simulates a bulk edit, after which many issues have the same `updated`: in a large project, more than fit on a page
        // of Data Center.
        let from = issues / 2;
        let plateau = (from, from + (issues / 8).min(2500));
        let shift = seed.wrapping_sub(1).wrapping_mul(7_919) % 3_600 * 1_000;
        Self {
            epoch: epoch - ((project * 7_919) % 50_000) as i64,
            issues,
            block,
            plateau,
            min_lag: MIN_LAG + shift as i64,
        }
    }

    pub(crate) fn updated_of_rank(&self, rank: u64) -> i64 {
        let rank = if rank >= self.plateau.0 && rank < self.plateau.1 { self.plateau.0 } else { rank };
        let remaining = 1.0 - rank as f64 / self.issues.max(1) as f64;
        self.epoch - (SPAN as f64 * remaining * remaining) as i64
    }

    pub(crate) fn created(&self, number: u64) -> i64 {
        let (block, inner) = (number / self.block, number % self.block);
        let base = self.block_base(block);
        let room = (self.block_base(block + 1) - base).min(self.lag(block) / 2).max(0);
        base + room * inner as i64 / self.block as i64
    }

    pub(crate) fn updated(&self, number: u64) -> i64 {
        self.updated_of_rank(self.rank_of(number))
    }

    pub(crate) fn rank_of(&self, number: u64) -> u64 {
        self.within_block(number, |i| i * MULTIPLIER + SHIFT)
    }

    pub(crate) fn number_of(&self, rank: u64) -> u64 {
        self.within_block(rank, |i| (i + self.block - SHIFT) * INVERSE)
    }

    /// The first rank whose `updated` is at or after `at`.
    pub(crate) fn first_rank_since(&self, at: i64) -> u64 {
        first(self.issues, |rank| self.updated_of_rank(rank) >= at)
    }

    /// The first number whose `created` is at or after `at`.
    pub(crate) fn first_number_since(&self, at: i64) -> u64 {
        first(self.issues, |number| self.created(number) >= at)
    }

    fn within_block(&self, index: u64, shuffle: impl Fn(u64) -> u64) -> u64 {
        let start = index - index % self.block;
        if start + self.block > self.issues {
            return index;
        }
        start + shuffle(index - start) % self.block
    }

    fn lag(&self, block: u64) -> i64 {
        let remaining = 1.0 - (block * self.block) as f64 / self.issues.max(1) as f64;
        (MAX_LAG as f64 * remaining.max(0.0)) as i64 + self.min_lag
    }

    fn block_base(&self, block: u64) -> i64 {
        let rank = (block * self.block).min(self.issues.saturating_sub(1));
        self.updated_of_rank(rank) - self.lag(block)
    }
}

/// The first index in `0..n` for which `found` returns true, by binary search.
fn first(n: u64, found: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if found(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_increase_and_creation_precedes_changes() {
        for issues in [1, 2, 10, 63, 64, 1000, 20_001] {
            let line = Timeline::new(1_700_000_000_000, issues, 3, issues);
            for i in 0..issues {
                assert!(line.created(i) < line.updated(i), "{issues}: issue {i}");
                assert_eq!(line.number_of(line.rank_of(i)), i);
                if i > 0 {
                    assert!(line.created(i - 1) <= line.created(i), "{issues}: created {i}");
                    assert!(line.updated_of_rank(i - 1) <= line.updated_of_rank(i), "{issues}: rank {i}");
                }
            }
        }
    }

    #[test]
    fn many_issues_share_the_same_updated() {
        let line = Timeline::new(1_700_000_000_000, 20_000, 0, 1);
        let at = line.updated_of_rank(10_000);
        assert_eq!(line.first_rank_since(at), 10_000);
        assert_eq!(line.first_rank_since(at + 1), 12_500);
    }
}
