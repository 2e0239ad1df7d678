//! Entities of HTML: `&eacute;`, `&#233;` and `&#xe9;`.

/// Names of the characters from U+00A0 to U+00FF, in order.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo",
    "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
    "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute",
    "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
    "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde",
    "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
    "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave",
    "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// Others that shops and Dolibarr's editor write.
const OTHERS: [(&str, char); 34] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("euro", '€'),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("bull", '•'),
    ("hellip", '…'),
    ("permil", '‰'),
    ("prime", '′'),
    ("Prime", '″'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("trade", '™'),
    ("larr", '←'),
    ("rarr", '→'),
    ("colon", ':'),
    ("equals", '='),
    ("Tab", '\t'),
    ("NewLine", '\n'),
];

/// The longest name, number or both: what is longer is no entity.
const LONGEST: usize = 10;

/// Decodes entities once. What is none stays as it is, a lone ampersand too.
#[must_use]
pub fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = tail.char_indices().take(LONGEST).find(|(_, c)| *c == ';').map(|(end, _)| end);
        let found = end.and_then(|end| Some((entity(tail.get(..end)?)?, tail.get(end + 1..)?)));
        match found {
            Some((character, behind)) => {
                decoded.push(character);
                rest = behind;
            }
            None => {
                decoded.push('&');
                rest = tail;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    let latin = || {
        let at = (0_u32..).zip(LATIN).find(|(_, it)| *it == name)?.0;
        char::from_u32(0xA0 + at)
    };
    OTHERS.iter().find(|(it, _)| *it == name).map(|(_, c)| *c).or_else(latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_once() {
        for (html, text) in [
            ("&eacute;&Agrave;&yuml;&nbsp;&thorn;", "éÀÿ\u{a0}þ"),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            ("&#233;&#xE9;&#x1F600;", "éé😀"),
            ("a & b &unknown; &; &#; &#xZZ; &#0; &#xD800;", "a & b &unknown; &; &#; &#xZZ; &#0; &#xD800;"),
            ("&lt", "&lt"),
            ("&", "&"),
        ] {
            assert_eq!(decode(html), text, "{html}");
        }
    }
}
