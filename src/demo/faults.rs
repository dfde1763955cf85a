//! Fault injection: which requests fail, how, and how often.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::rng::Rng;

mod alter;
mod answer;
mod circle;
mod kind;
mod rule;

use circle::Circles;

pub(crate) use alter::{damaged, reshaped, rewritten};
pub(crate) use answer::{answer, bucket, captcha};
pub use kind::FaultKind;
pub use rule::Fault;

/// The active rules. Cheap to clone; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Rules>>);

#[derive(Debug, Default)]
struct Rules {
    rules: Vec<Fault>,
    failing: Vec<String>,
    circles: Circles,
    dice: u64,
    hits: u64,
}

impl Faults {
    /// Adds a rule. If several match, the oldest applies.
    pub fn add(&self, fault: Fault) {
        self.lock().rules.push(fault);
    }

    /// Makes every search that names this project fail with 400, "does not exist for the field 'project'", although the
    /// project stays listed.
    pub fn fail_project(&self, key: &str) {
        self.lock().failing.push(key.to_owned());
    }

    /// Removes all rules and failing projects.
    pub fn clear(&self) {
        let mut rules = self.lock();
        rules.rules.clear();
        rules.failing.clear();
        rules.circles = Circles::default();
    }

    /// The remaining rules.
    pub fn rules(&self) -> Vec<Fault> {
        self.lock().rules.clone()
    }

    /// How many requests a rule was applied to.
    pub fn hits(&self) -> u64 {
        self.lock().hits
    }

    pub(crate) fn failing(&self) -> Vec<String> {
        self.lock().failing.clone()
    }

    /// The fault for a request, if any, which is counted.
    pub(crate) fn take(&self, path: &str, text: &str) -> Option<FaultKind> {
        self.take_where(|rule| rule.issue.is_none() && rule.fits(path, text))
    }

    /// The fault for a response that contains the issue whose id or key `is` accepts; with `bare`, only the issue's id.
    pub(crate) fn take_holding(
        &self,
        path: &str,
        text: &str,
        bare: bool,
        is: impl Fn(&str) -> bool,
    ) -> Option<FaultKind> {
        let named = |rule: &Fault| rule.issue.as_deref().is_some_and(&is);
        self.take_where(|rule| (rule.listed || !bare) && rule.fits(path, text) && named(rule))
    }

    /// Whether any rule names an issue.
    pub(crate) fn any_for_issues(&self) -> bool {
        self.lock().rules.iter().any(|rule| rule.issue.is_some())
    }

    /// The page token of a listing whose tokens loop; see [`FaultKind::TokenCircle`].
    pub(crate) fn circle(
        &self,
        purpose: &str,
        next: Option<String>,
        length: usize,
        fresh: bool,
    ) -> Option<String> {
        self.lock().circles.follow(purpose, next, length, fresh)
    }

    fn take_where(&self, fits: impl Fn(&Fault) -> bool) -> Option<FaultKind> {
        let mut rules = self.lock();
        rules.dice += 1;
        let roll = Rng::of(rules.dice, 1, 0, 0).below(100);
        let index = rules.rules.iter().position(|r| fits(r) && roll < r.percent)?;
        let rule = &mut rules.rules[index];
        if rule.skip > 0 {
            rule.skip -= 1;
            return None;
        }
        let kind = rule.fault.clone();
        if let Some(times) = &mut rule.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                rules.rules.remove(index);
            }
        }
        rules.hits += 1;
        Some(kind)
    }

    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_skip_requests_and_expire() {
        let faults = Faults::default();
        faults.add(Fault::on("/a", FaultKind::Truncated).skip(1).times(2));
        let hit = |path: &str| faults.take(path, "").is_some();
        assert!(!hit("/b"));
        assert!(!hit("/a/1"));
        assert!(hit("/a/1") && hit("/a"));
        assert!(!hit("/a"));
        assert_eq!(faults.hits(), 2);
    }

    #[test]
    fn rules_match_the_content_of_requests() {
        let faults = Faults::default();
        faults.add(Fault::on("", FaultKind::Reset).containing("project = 10001"));
        assert!(faults.take("/x", "jql=project = 10002").is_none());
        assert!(faults.take("/x", "jql=project = 10001").is_some());
    }
}
