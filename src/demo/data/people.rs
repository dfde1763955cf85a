//! The users of a sample site.

use super::{Generator, salt};
use crate::demo::rng::Rng;

/// A user.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Id on Cloud.
    pub(crate) account_id: String,
    /// Id on Data Center.
    pub(crate) key: String,
    /// User name on Data Center.
    pub(crate) name: String,
    pub(crate) display_name: String,
    pub(crate) email: String,
    /// Cloud: whether the e-mail address is visible to others.
    pub(crate) email_visible: bool,
    pub(crate) active: bool,
    /// Whether it is an app.
    pub(crate) app: bool,
    pub(crate) zone: &'static str,
}

#[rustfmt::skip]
const NAMES: &[(&str, &str, &str)] = &[
    ("Demo", "Account", "America/New_York"), ("Amara", "Okafor", "Africa/Lagos"), ("Søren", "Kjær", "Europe/Copenhagen"),
    ("José", "Muñoz", "Europe/Madrid"), ("Yuki", "田中", "Asia/Tokyo"), ("Priya", "Raman", "Asia/Kolkata"),
    ("Zoë", "van den Berg", "Europe/Amsterdam"), ("Łukasz", "Wójcik", "Europe/Warsaw"), ("Anaïs", "Lefèvre", "Europe/Paris"),
    ("Mehmet", "Yıldız", "Europe/Istanbul"), ("Olena", "Шевченко", "Europe/Kyiv"), ("Björn", "Sigurðsson", "Atlantic/Reykjavik"),
    ("Grace", "Mwangi", "Africa/Nairobi"), ("Liam", "O'Connor", "Europe/Dublin"), ("Chen", "伟", "Asia/Shanghai"),
    ("Fatima", "الزهراء", "Africa/Casablanca"), ("Noah", "Müller", "Europe/Berlin"), ("Sofía", "Ibáñez", "America/Buenos_Aires"),
    ("Thi", "Nguyễn", "Asia/Ho_Chi_Minh"), ("Hannah", "Goldberg", "America/New_York"), ("Ravi", "Iyer", "Asia/Kolkata"),
    ("Mia", "Lindqvist", "Europe/Stockholm"), ("Kofi", "Mensah", "Africa/Accra"), ("Ines", "Carvalho", "Europe/Lisbon"),
    ("Daniel", "Kim", "Asia/Seoul"), ("Elif", "Demir", "Europe/Istanbul"), ("Tom", "Baker", "America/Los_Angeles"),
    ("Nadia", "Haddad", "Asia/Beirut"), ("Viktor", "Novák", "Europe/Prague"), ("Aiko", "鈴木", "Asia/Tokyo"),
];

impl Generator {
    /// All users. The first is the account of the sample credentials; the last two are an app and a deactivated user.
    pub(crate) fn people(&self) -> Vec<Person> {
        let mut all: Vec<Person> = NAMES.iter().enumerate().map(|(i, n)| self.person(i, n)).collect();
        let last = all.len();
        all.push(Person {
            app: true,
            email_visible: false,
            ..self.person(last, &("Automation", "for Jira", "Etc/UTC"))
        });
        all.push(Person { active: false, ..self.person(last + 1, &("Former", "User", "Europe/London")) });
        all[0].email = "demo@example.com".to_owned();
        all[0].name = "demo".to_owned();
        all[0].email_visible = true;
        all
    }

    /// A user who is added later.
    pub(crate) fn newcomer(&self, index: usize, display_name: &str) -> Person {
        let person = self.person(index, &("new", "comer", "Europe/Berlin"));
        Person { display_name: display_name.to_owned(), ..person }
    }

    fn person(&self, index: usize, (first, last, zone): &(&str, &str, &'static str)) -> Person {
        let mut rng = Rng::of(self.seed, salt::PEOPLE, index as u64, 0);
        let name: String = format!("{first}.{last}")
            .to_lowercase()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '.')
            .collect();
        let name = format!("{}{}", name.trim_matches('.'), index);
        let account_id = if index % 4 == 3 {
            format!(
                "557058:{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
                rng.next() as u32,
                rng.below(65536),
                rng.below(4096),
                rng.below(4096),
                rng.below(1 << 48)
            )
        } else {
            format!("{:08x}{:016x}", 0x5b10_0000 + rng.below(0xfffff), rng.next())
        };
        Person {
            account_id,
            key: format!("JIRAUSER{}", 10_100 + index),
            email: format!("{name}@example.com"),
            name,
            display_name: format!("{first} {last}"),
            email_visible: index % 3 != 1,
            active: index % 17 != 16,
            app: false,
            zone,
        }
    }
}
