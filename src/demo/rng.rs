//! Random numbers that depend only on their purpose.

/// A splitmix64 stream.
#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Rng {
    /// The stream for one purpose (`salt`) of one thing (`a`, `b`) with `seed`.
    pub(crate) fn of(seed: u64, salt: u64, a: u64, b: u64) -> Self {
        let s = mix(seed ^ 0x9e37_79b9_7f4a_7c15).wrapping_add(salt.wrapping_mul(0xd6e8_feb8_6659_fd93));
        Self(mix(mix(s ^ a.wrapping_mul(0xa076_1d64_78bd_642f)) ^ b.wrapping_mul(0xe703_7ed1_a0b4_28db)))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number in `0..n`; 0 if `n` is 0.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.next() % n }
    }

    pub(crate) fn index(&mut self, n: usize) -> usize {
        self.below(n as u64) as usize
    }

    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.index(from.len())]
    }

    /// `n` different indexes below `of`, ascending.
    pub(crate) fn first_names(&mut self, of: usize, n: usize) -> Vec<usize> {
        let mut chosen: Vec<usize> = (0..n).map(|_| self.index(of)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }
}
