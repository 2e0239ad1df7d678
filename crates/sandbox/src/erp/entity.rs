//! Entities of HTML, as far as the sandbox knows them.

/// The named ones; the apostrophe is read by browsers only.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("nbsp", "\u{a0}"),
    ("iexcl", "¡"),
    ("cent", "¢"),
    ("pound", "£"),
    ("curren", "¤"),
    ("yen", "¥"),
    ("sect", "§"),
    ("copy", "©"),
    ("ordf", "ª"),
    ("laquo", "«"),
    ("reg", "®"),
    ("deg", "°"),
    ("plusmn", "±"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("micro", "µ"),
    ("para", "¶"),
    ("middot", "·"),
    ("ordm", "º"),
    ("raquo", "»"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("iquest", "¿"),
    ("Agrave", "À"),
    ("Aacute", "Á"),
    ("Acirc", "Â"),
    ("Atilde", "Ã"),
    ("Auml", "Ä"),
    ("Aring", "Å"),
    ("AElig", "Æ"),
    ("Ccedil", "Ç"),
    ("Egrave", "È"),
    ("Eacute", "É"),
    ("Ecirc", "Ê"),
    ("Euml", "Ë"),
    ("Igrave", "Ì"),
    ("Iacute", "Í"),
    ("Icirc", "Î"),
    ("Iuml", "Ï"),
    ("Ntilde", "Ñ"),
    ("Ograve", "Ò"),
    ("Oacute", "Ó"),
    ("Ocirc", "Ô"),
    ("Otilde", "Õ"),
    ("Ouml", "Ö"),
    ("times", "×"),
    ("Oslash", "Ø"),
    ("Ugrave", "Ù"),
    ("Uacute", "Ú"),
    ("Ucirc", "Û"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
    ("agrave", "à"),
    ("aacute", "á"),
    ("acirc", "â"),
    ("atilde", "ã"),
    ("auml", "ä"),
    ("aring", "å"),
    ("aelig", "æ"),
    ("ccedil", "ç"),
    ("egrave", "è"),
    ("eacute", "é"),
    ("ecirc", "ê"),
    ("euml", "ë"),
    ("igrave", "ì"),
    ("iacute", "í"),
    ("icirc", "î"),
    ("iuml", "ï"),
    ("ntilde", "ñ"),
    ("ograve", "ò"),
    ("oacute", "ó"),
    ("ocirc", "ô"),
    ("otilde", "õ"),
    ("ouml", "ö"),
    ("divide", "÷"),
    ("oslash", "ø"),
    ("ugrave", "ù"),
    ("uacute", "ú"),
    ("ucirc", "û"),
    ("uuml", "ü"),
    ("yuml", "ÿ"),
    ("OElig", "Œ"),
    ("oelig", "œ"),
    ("euro", "€"),
    ("hellip", "…"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bull", "•"),
    ("trade", "™"),
];

/// Names that only PHP's table of HTML 5 has.
const PHP_ONLY: &[(&str, &str)] =
    &[("colon", ":"), ("comma", ","), ("semi", ";"), ("lpar", "("), ("rpar", ")"), ("sol", "/")];

/// What the text behind an ampersand stands for, and how long it is; none when it is no entity. A browser (`browser`) also reads
/// apostrophes.
pub(crate) fn at(rest: &str, browser: bool) -> (Option<String>, usize) {
    let Some(end) = rest.find(';').filter(|end| (1..=9).contains(end)) else { return (None, 0) };
    let name = rest.get(..end).unwrap_or_default();
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    let letter = number.and_then(char::from_u32).filter(|c| *c != '\0' && (browser || *c != '\''));
    let named = || {
        let only = if browser { &[][..] } else { PHP_ONLY };
        NAMED.iter().chain(only).find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
    };
    match letter.map(String::from).or_else(named) {
        Some(text) => (Some(text), end + 1),
        None => (None, 0),
    }
}

/// A text with its entities as the letters they stand for.
pub(crate) fn decoded(text: &str, browser: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('&') {
        let (letters, length) = at(tail, browser);
        out.push_str(before);
        out.push_str(letters.as_deref().unwrap_or("&"));
        rest = tail.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
