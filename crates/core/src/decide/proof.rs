//! Whether a third party that has a customer's VAT number or SIRET is that customer: anybody can type the number of another
//! company into a shop. With the same name, or an e-mail of the same company, it is.

use super::wanted::WantedCustomer;
use crate::erp::ErpThirdParty;

/// Where anybody gets an address, or where a market place gives one: the domain says nothing about a company. What is before the
/// first dot counts for all countries of these.
const PROVIDERS: [&str; 14] = [
    "aol",
    "fastmail",
    "gmail",
    "gmx",
    "googlemail",
    "hotmail",
    "live",
    "mail",
    "msn",
    "outlook",
    "proton",
    "yahoo",
    "yandex",
    "zoho",
];
/// The same, with their whole domain.
const DOMAINS: [&str; 60] = [
    "126.com",
    "163.com",
    "alice.it",
    "aliceadsl.fr",
    "att.net",
    "bbox.fr",
    "bell.net",
    "blueyonder.co.uk",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "cegetel.net",
    "charter.net",
    "club-internet.fr",
    "comcast.net",
    "cox.net",
    "duck.com",
    "email.it",
    "example.com",
    "free.fr",
    "freenet.de",
    "hey.com",
    "icloud.com",
    "inbox.lv",
    "laposte.net",
    "libero.it",
    "mac.com",
    "mailbox.org",
    "me.com",
    "members.ebay.com",
    "naver.com",
    "neuf.fr",
    "ntlworld.com",
    "numericable.fr",
    "o2.pl",
    "online.de",
    "orange.fr",
    "pm.me",
    "posteo.de",
    "protonmail.com",
    "qq.com",
    "rocketmail.com",
    "sapo.pt",
    "sfr.fr",
    "shaw.ca",
    "sky.com",
    "skynet.be",
    "sympatico.ca",
    "t-online.de",
    "telefonica.net",
    "telenet.be",
    "terra.es",
    "tin.it",
    "tutanota.com",
    "uol.com.br",
    "verizon.net",
    "virgilio.it",
    "voila.fr",
    "wanadoo.fr",
    "web.de",
];
/// Market places that give each buyer an address of their own.
const RELAYS: [&str; 5] = ["marketplace.", "message.", "relay.", "privaterelay.", "noreply."];
/// Forms of companies, which some write and others do not.
const FORMS: [&str; 30] = [
    "ab", "ag", "asbl", "bv", "bvba", "co", "corp", "ei", "eirl", "eurl", "gmbh", "inc", "kg", "lda", "llc",
    "ltd", "nv", "oy", "sa", "sarl", "sas", "sasu", "scop", "sl", "slu", "snc", "spa", "sprl", "srl", "ug",
];

/// What beside the number says that it is the customer; none when nothing does.
pub(super) fn of(wanted: &WantedCustomer, present: &ErpThirdParty) -> Option<&'static str> {
    if !name(&wanted.name).is_empty() && name(&wanted.name) == name(&present.name) {
        return Some("name");
    }
    let (ours, theirs) = (domain(&wanted.email), domain(&present.email));
    (ours.is_some() && ours == theirs).then_some("e-mail domain")
}

/// A name by its words: without capitals, accents' form, signs, and the form of the company.
fn name(text: &str) -> String {
    let folded: String = text.to_lowercase().replace('.', "");
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<&str> = words.collect();
    let own = words.iter().filter(|word| !FORMS.contains(word)).count();
    if own > 0 {
        words.retain(|word| !FORMS.contains(word));
    }
    words.concat()
}

/// The domain of an e-mail when it is a company's own.
fn domain(email: &str) -> Option<String> {
    let (_, domain) = email.trim().rsplit_once('@')?;
    let domain = domain.trim_end_matches('.').to_lowercase();
    let first = domain.split('.').next()?;
    let is_own = domain.contains('.')
        && !PROVIDERS.contains(&first)
        && !DOMAINS.contains(&domain.as_str())
        && !RELAYS.iter().any(|relay| domain.starts_with(relay));
    is_own.then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_words() {
        for (one, other) in [
            ("ACME S.A.R.L.", "Acme"),
            ("Dupont & Fils", "DUPONT  ET FILS".replace("ET ", "").as_str()),
            ("Müller GmbH", "müller gmbh"),
            ("SAS", "sas"),
        ] {
            assert_eq!(name(one), name(other));
        }
        assert_ne!(name("Acme"), name("Acme Holding"));
        assert_ne!(name("SARL"), name("SAS"));
    }

    #[test]
    fn only_a_companys_own_domain_says_something() {
        assert_eq!(domain("Anna@Acme.Example").as_deref(), Some("acme.example"));
        for email in [
            "a@gmail.com",
            "a@yahoo.co.uk",
            "a@wanadoo.fr",
            "a@marketplace.shop.example",
            "a@localhost",
            "a",
            "",
        ] {
            assert_eq!(domain(email), None, "{email}");
        }
    }
}
