//! Words the generated shop is written with; accents, quotes and entities are in it on purpose.

pub(crate) const THINGS: &[(&str, &str)] = &[
    ("mug", "tasse"),
    ("chair", "chaise"),
    ("lamp", "lampe"),
    ("kettle", "bouilloire"),
    ("backpack", "sac à dos"),
    ("honey", "miel"),
    ("cheese", "fromage"),
    ("T-shirt", "T-shirt"),
    ("screw set", "jeu de vis"),
    ("notebook", "carnet"),
    ("book", "livre"),
    ("cushion", "coussin"),
    ("teapot", "théière"),
    ("umbrella", "parapluie"),
    ("candle", "bougie"),
];
pub(crate) const LOOKS: &[(&str, &str)] = &[
    ("Blue", "Bleu"),
    ("Oak", "Chêne"),
    ("Steel", "Acier"),
    ("Classic", "Classique"),
    ("Fine", "Fin"),
    ("Great", "Grand"),
    ("L'été", "L'été"),
    ("Café & Co", "Café & Cie"),
    ("\"Vintage\"", "« Ancien »"),
    ("Garden", "Jardin"),
];
pub(crate) const FIRST: &[&str] = &[
    "Ada", "Jean-Luc", "Zoé", "Marie", "Paul", "Chloé", "Noël", "Inès", "John", "Søren", "Lucía", "André",
    "Maëlle", "Hugo",
];
pub(crate) const LAST: &[&str] = &[
    "Dupont",
    "Müller",
    "de la Tour",
    "O'Neil",
    "Ågren",
    "Lefèvre",
    "Martin",
    "Garcia",
    "Nguyễn",
    "Smith",
    "Bernard",
    "L'Hôte",
    "Peña",
    "van den Berg",
    "Moreau",
    "Çelik",
];
pub(crate) const STREETS: &[&str] = &[
    "rue de l'Église",
    "avenue Foch",
    "chemin des Écoliers",
    "place du Marché",
    "bd Saint-Michel",
    "impasse n° 3",
];
pub(crate) const CITIES: &[(&str, &str)] = &[
    ("75002", "Paris"),
    ("69003", "Lyon"),
    ("13001", "Marseille"),
    ("33000", "Bordeaux"),
    ("59000", "Lille"),
    ("42000", "Saint-Étienne"),
    ("06000", "Nice"),
];
pub(crate) const COMPANIES: &[&str] = &["Société", "Atelier", "Établissements", "SARL", "Maison"];
pub(crate) const MAKERS: &[&str] =
    &["Studio Design", "Graphic Corner", "Acme", "Müller & Söhne", "Œuvre d'Art"];

/// What a link is made of: lower case, no accents, no signs.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c.to_ascii_lowercase() {
            'é' | 'è' | 'ê' | 'É' => 'e',
            'à' | 'â' => 'a',
            'ô' => 'o',
            c => c,
        };
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
