//! The commands and their options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use passerelle_core::key::Kind;
use passerelle_core::settings::{ImageChoice, Settings};

/// Keeps a PrestaShop shop and a Dolibarr ERP in step: exactly once, to the cent.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 110)]
pub struct Cli {
    /// Configuration file.
    #[arg(
        long,
        short,
        global = true,
        env = "PASSERELLE_CONFIG",
        default_value = "passerelle.toml",
        value_name = "FILE"
    )]
    pub config: PathBuf,
    /// Language of the messages: en or fr. The machine's when left out.
    #[arg(long, global = true, env = "PASSERELLE_LANG", value_name = "LANGUAGE")]
    pub lang: Option<String>,
    /// Results as JSON on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// More about what happens, on standard error; twice for still more.
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sets a connection up: asks, checks both sides, writes the configuration.
    Init(InitArgs),
    /// Checks both sides and says what to change, and where.
    Doctor,
    /// Rehearses: shows what a sync would do. Nothing is written.
    Plan(PlanArgs),
    /// Brings Dolibarr in step with the shop. The first load and later runs are the same command.
    Sync(PartArgs),
    /// Counts by kind and state, and what needs attention.
    Status(StatusArgs),
    /// Explains one document: each step, cause and remedy.
    Why {
        /// A shop reference such as QGHNHLMSG, or a kind and number such as order/42.
        reference: String,
    },
    /// Tries failed and quarantined documents again, with a look at Dolibarr.
    Retry(RetryArgs),
    /// Shows what of an order contradicts itself in the shop, and books the difference on a person's word.
    Accept(AcceptArgs),
    /// Decides which third party, order, invoice or credit note of Dolibarr is the shop's, remembers it, and brings it over.
    Decide(DecideArgs),
    /// Shows the whole work in a sandbox: a shop and a Dolibarr inside the program, real HTTP between them.
    Demo(DemoArgs),
    /// Serves a sandbox shop and a sandbox Dolibarr on loopback until standard input ends; prints their addresses.
    #[command(hide = true)]
    Sandbox(DemoArgs),
}

/// Options of `init`.
#[derive(Args, Debug)]
pub struct InitArgs {
    /// Asks nothing: chooses working defaults.
    #[arg(long)]
    pub yes: bool,
    /// Writes over a configuration that exists.
    #[arg(long)]
    pub force: bool,
    /// Address of the shop.
    #[arg(long, value_name = "URL")]
    pub shop_url: Option<String>,
    /// Key of the shop's webservice: `-` reads it from standard input, `@FILE` from a file. Left out: PASSERELLE_SHOP_KEY, else it
    /// is asked for. A key that stands here can be read by others on this machine.
    #[arg(long, value_name = "-|@FILE|KEY", allow_hyphen_values = true)]
    pub shop_key: Option<String>,
    /// Address of Dolibarr.
    #[arg(long, value_name = "URL")]
    pub erp_url: Option<String>,
    /// API key of the Dolibarr user, in the same ways. Left out: PASSERELLE_ERP_KEY. With `-` for both keys, the shop's is on the
    /// first line.
    #[arg(long, value_name = "-|@FILE|KEY", allow_hyphen_values = true)]
    pub erp_key: Option<String>,
    /// Short name of the connection, part of every external reference.
    #[arg(long, default_value = "ps1")]
    pub tag: String,
    /// Only orders from this day on, such as 2026-01-31.
    #[arg(long, value_name = "DAY")]
    pub since: Option<Date>,
    /// Which fields of products that are in Dolibarr already stay as they are: texts, prices, measures, barcode, sale, extrafields.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub keep: Vec<String>,
}

/// Which parts, and from when.
#[derive(Args, Debug)]
pub struct PartArgs {
    /// Parts to bring over; all when left out. What they need comes along.
    #[arg(value_enum)]
    pub parts: Vec<Part>,
    /// Only orders and customers created on this day or later, such as 2026-01-31.
    #[arg(long, value_name = "DAY")]
    pub since: Option<Date>,
    /// Believes the shop, and Dolibarr, even when most of a list is gone: that it was emptied on purpose.
    #[arg(long)]
    pub deletions: bool,
    /// Looks through all that Dolibarr holds of the shop for what was changed there, however short a time ago that was done.
    #[arg(long)]
    pub look: bool,
}

/// What is tried again.
#[derive(Args, Debug)]
pub struct RetryArgs {
    /// A reference or kind/number; all of them when left out.
    pub reference: Option<String>,
    /// Makes anew what was deleted in Dolibarr of this order: the order itself, invoices, credit notes, payments.
    #[arg(long, requires = "reference", conflicts_with = "as_it_is")]
    pub anew: bool,
    /// Leaves this order as it is in Dolibarr, whatever the shop says.
    #[arg(long, requires = "reference")]
    pub as_it_is: bool,
    /// Confirms --anew or --as-it-is.
    #[arg(long)]
    pub yes: bool,
}

/// Options of `plan`.
#[derive(Args, Debug)]
pub struct PlanArgs {
    /// Which parts, and from when.
    #[command(flatten)]
    pub parts: PartArgs,
    /// Lists every document, not only the first of each group.
    #[arg(long)]
    pub all: bool,
    /// How documents are listed; csv and json list all of them.
    #[arg(long, value_enum, default_value_t)]
    pub format: PlanFormat,
}

/// How the rehearsal is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For persons.
    #[default]
    Text,
    /// A table for a spreadsheet: one line for each document, and for each field that would change.
    Csv,
    /// One object a line, as with --json.
    Json,
}

/// A part of a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Categories.
    Categories,
    /// Products and combinations.
    Products,
    /// Customers and addresses.
    Customers,
    /// Orders, invoices and payments.
    Orders,
    /// Levels of stock, where they are brought over.
    Stock,
}

impl PartArgs {
    /// The kinds that the parts consist of, in the order of dependence: customer groups, attributes, images and levels of stock
    /// where the settings ask for them.
    pub fn kinds(&self, settings: &Settings) -> Vec<Kind> {
        let (groups, variants, levels) =
            (settings.customers.groups, settings.asks_for_variants(), settings.any_levels());
        let images = settings.catalogue.images != ImageChoice::None;
        let wanted = |part: Part| self.parts.is_empty() || self.parts.contains(&part);
        Kind::JOBS
            .into_iter()
            .filter(|kind| match kind {
                Kind::Category => wanted(Part::Categories),
                Kind::Attribute | Kind::AttributeValue => variants && wanted(Part::Products),
                Kind::Product | Kind::Combination | Kind::Pack => wanted(Part::Products),
                Kind::Images => images && wanted(Part::Products),
                Kind::Group => groups && wanted(Part::Customers),
                Kind::Customer | Kind::Address | Kind::Company => wanted(Part::Customers),
                Kind::Order => wanted(Part::Orders),
                Kind::Stock => levels && wanted(Part::Stock),
                _ => false,
            })
            .collect()
    }
}

/// Options of `status`.
#[derive(Args, Debug)]
pub struct StatusArgs {
    /// Shows all that needs attention and all that is left to know, not the first of each only.
    #[arg(long)]
    pub all: bool,
}

/// What is decided for a document.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("choice").required(true))]
pub struct DecideArgs {
    /// What is asked about, such as customer/17, order/42, invoice/8 or slip/3.
    pub document: String,
    /// The customer is this third party of Dolibarr, by its number (as in the address of its card: socid=45).
    #[arg(long, value_name = "NUMBER", group = "choice")]
    pub third_party: Option<u64>,
    /// The order is this one of Dolibarr, by its number (as in the address of its card: id=17).
    #[arg(long, value_name = "NUMBER", group = "choice")]
    pub order: Option<u64>,
    /// The invoice or slip is this invoice or credit note of Dolibarr, by its number (as in the address of its card: facid=33).
    #[arg(long, value_name = "NUMBER", group = "choice")]
    pub invoice: Option<u64>,
    /// It is none that is there: a new one.
    #[arg(long, group = "choice")]
    pub new: bool,
}

/// What is accepted, by whom and why.
#[derive(Args, Debug)]
pub struct AcceptArgs {
    /// The order: its reference, or its kind and number such as order/729.
    pub order: String,
    /// Who accepts it; kept in the journal.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why; kept in the journal.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Only this document of the order, such as slip/5; all that contradict themselves when left out.
    #[arg(long, value_name = "DOCUMENT")]
    pub only: Option<String>,
    /// Asks nothing: accepts what is shown.
    #[arg(long, requires = "by", requires = "reason")]
    pub yes: bool,
}

/// Options of the sandbox.
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// Seed from which the shop is made.
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Number of orders.
    #[arg(long, default_value_t = 200)]
    pub orders: usize,
    /// Number of products.
    #[arg(long, default_value_t = 100)]
    pub products: usize,
    /// Number of categories; a sixth of the products when left out.
    #[arg(long)]
    pub categories: Option<usize>,
    /// How many products of a hundred have combinations.
    #[arg(long, default_value_t = 25)]
    pub combinations: u32,
    /// Number of customers.
    #[arg(long, default_value_t = 80)]
    pub customers: usize,
    /// PrestaShop's major version: 8 or 9.
    #[arg(long, default_value_t = 8)]
    pub prestashop: u8,
    /// Dolibarr's major version: 17, 20 or 23.
    #[arg(long, default_value_t = 20)]
    pub dolibarr: u8,
}
