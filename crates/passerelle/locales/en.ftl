# Everything the program says, in English. The same ids, with the same places, are in fr.ftl.

error-prefix = Error:
warning-prefix = Warning:

## Command line and configuration
config-not-found = There is no configuration at { $path }. Run "passerelle init" first, or name the file with --config.
config-exists = { $path } exists already. Run "passerelle init --force" to write over it, or name another file with --config.
config-invalid = The configuration { $path } cannot be used:
    { $error }
key-missing = The key { $variable } is missing. Set it in the environment, or in { $path } as { $variable }=…
file-failed = { $path } cannot be read or written: { $error }
tag-invalid = "{ $tag }" cannot be a tag: use 1 to 12 lower-case letters and digits, beginning with a letter, such as ps1.
already-running = Another passerelle works with { $path }. Wait until it has ended, or stop it.
state-unusable = The state database failed while { $doing }: { $error }. Check the disk's space and rights, then run the same command again: it goes on from there.
init-option-missing = { $option } is missing. With --yes nothing is asked: give --shop-url, --shop-key, --erp-url and --erp-key.
init-key-empty = There is no key in { $path }. Its first line must be the key.
init-key-seen = Warning: the key given with { $option } stands on the command line, where everybody on this machine can read it. Give it with { $option } - (on standard input), { $option } @FILE, or in { $variable }. If others use this machine, make a new key.
keys-exposed = Others on this machine can read your keys: the mode of { $path } is { $mode }. Take their rights away with: chmod 600 { $path }
init-no-terminal = Nothing can be asked here ({ $error }). Use --yes with --shop-url, --shop-key, --erp-url and --erp-key.
init-done = Written: { $config }, and the keys in { $keys } (readable by you only). Next: "passerelle plan" to see what would be done, "passerelle sync" to do it.
ask-shop-url = Address of the shop
ask-shop-key = Key of the shop's webservice
ask-erp-url = Address of Dolibarr
ask-erp-key = API key of the Dolibarr user
ask-warehouse = Warehouse
ask-payments = { $count ->
        [one] One payment method was mapped to a payment mode and the bank account. Review it?
       *[other] { $count } payment methods were mapped to payment modes and the bank account. Review them?
    }
ask-payment-mode = Payment mode of "{ $method }"
ask-payment-account = Bank account of "{ $method }"
sandbox-failed = The sandbox cannot be started: { $error }
demo-begin = A sandbox shop is at { $shop } and a sandbox Dolibarr at { $erp }.
demo-first = First load
demo-second = The same again: nothing may be sent
demo-end = Everything is in step, to the cent. { $orders ->
        [one] One order of the shop was
       *[other] { $orders } orders of the shop were
    } looked at, { $writes ->
        [one] one change was made once,
       *[other] { $writes } changes were made once,
    } and the second run sent nothing.
demo-end-but = Everything is in step, to the cent. { $orders ->
        [one] One order of the shop was
       *[other] { $orders } orders of the shop were
    } looked at, { $writes ->
        [one] one change was made once,
       *[other] { $writes } changes were made once,
    } and the second run sent nothing. { $count ->
        [one] One thing is left that a person should know:
       *[other] { $count } things are left that a person should know:
    }
demo-not-in-step = The demonstration ended, but not everything is in step. Please report this with the numbers above.

## Checks
check-shop = Shop: { $name }, PrestaShop { $version }
check-erp = Dolibarr { $version } of { $company }
check-shop-version = PrestaShop { $version } has not been tried with Passerelle; 1.7.8, 8 and 9 have. Rehearse with "passerelle plan" first.
check-erp-products-on-sale = This Dolibarr validates no order with a product that is off sale. Passerelle puts such a product on sale while it validates the order, and takes it off sale again at once. To have products left alone, set the constant ORDER_NOCHECK_ONSALE_PRODUCTS_ONVALID to 1 (Home > Setup > Other setup).
check-erp-version = Dolibarr { $version } has not been tried with Passerelle; 17 and newer have. Rehearse with "passerelle plan" first.
check-shop-rights = The shop's key has every right that is needed.
check-shop-rights-missing = The shop's key lacks rights. In the shop's back office, under Advanced Parameters > Webservice, edit the key and tick: { $rights }.
check-erp-modules = The modules needed are on in Dolibarr.
check-erp-modules-missing = Modules are off in Dolibarr. Switch on, under Home > Setup > Modules: { $modules }.
check-erp-modules-unknown = Dolibarr did not say which modules are on; calls to a module that is off will say so.
check-erp-rights-unprobed = These rights of the Dolibarr user cannot be tried without writing; see that they are given on the user's card, tab Permissions: { $rights }. See also that the user may see all third parties: otherwise what exists is hidden and would be made again.
check-erp-multicurrency-off = The shop sells in several currencies but Dolibarr's module Multicurrency is off: orders in other currencies will be quarantined. Switch it on under Home > Setup > Modules.
check-warehouse = Warehouse: { $warehouse }
check-warehouse-closed = The warehouse { $warehouse } is closed. Open it in Dolibarr, or choose another in the section [erp] of the configuration.
check-warehouse-unset = No warehouse is chosen. Set "warehouse" in the section [erp] of the configuration before stock is used.
check-variants = Combinations become variants of their products.
check-variants-off = Combinations are to become variants, but Dolibarr's module "Product variants" is off: they are brought over as plain products. Switch the module on under Home > Setup > Modules, then run sync: the same products become variants. Or choose plain products: combinations = "products" under [catalogue].
check-warehouse-none = Dolibarr has no open warehouse. Create or open one under Products > Warehouses, then run this again.
check-account-none = Dolibarr has no open bank account in { $currency }. Create one under Bank | Cash, then run this again.
check-account-unknown = The payment method "{ $method }" is mapped to bank account { $account }, which is closed or does not exist in Dolibarr. Correct the section [payments] of the configuration.
check-payments = { $count ->
        [one] One payment method is mapped.
       *[other] { $count } payment methods are mapped.
    }
check-payments-unmapped = These payment methods of the shop are mapped to nothing: { $methods }. Add them to the section [payments] of the configuration, or a "*" for all others.
check-vat = VAT rates of the shop: { $rates }. See that each is in Dolibarr under Home > Setup > Dictionaries > VAT rates: its API cannot tell.
check-local-taxes = Several taxes on one line: { $rates } (VAT, then local taxes: + beside it, × on top of it). See that Home > Setup > Dictionaries > VAT rates in Dolibarr has an active row of just these rates for country { $country }, for products and services: its API cannot tell. Drafts are checked before they are validated.
check-local-tax-off = The shop has several taxes on one line ({ $rates }), but the company in Dolibarr uses no local tax { $number }: such orders will be quarantined. Switch it on under Home > Setup > Company/Organization.
check-local-taxes-in-spain = The shop has lines with an equivalence surcharge ({ $rates }). A Dolibarr of a Spanish company computes none for lines that come through its REST API: such orders will be quarantined. Enter them by hand.
check-too-many-taxes = A tax rules group of the shop has { $count } taxes together; a line of Dolibarr can hold three. Orders with it will be quarantined.
check-prices-fixed = Dolibarr keeps prices per level, per customer or per quantity. Its API then creates products with their price, but changes no price of a product that is there. To let it, set the constant PRODUCT_PRICE_UNIQ to 1 under Home > Setup > Other Setup: nothing but the API looks at it, and the way of pricing stays. Saving the set-up page of the module Products sets it to 0 again. Dolibarr's API can write no specific prices in any case.
check-shop-rights-left-out = The shop's key may not read { $rights }. Work goes on without what they hold (customisations of order lines, features, references at suppliers, specific prices). To bring it over, tick GET for them under Advanced Parameters > Webservice, then run "passerelle retry".
check-languages-off = Further languages are chosen (languages in the section [catalogue] of the configuration), but Dolibarr keeps one only. Switch on the option for several languages under Home > Setup > Display in Dolibarr (constant MAIN_MULTILANGS), or take the setting out.
check-extrafields-unknown = Which extrafields Dolibarr's products have is told to administrators only, and the key's user is none: no extrafield is filled. Make the user an administrator in Dolibarr if they are to be.
check-extrafields-missing = Extrafields that the section [catalogue.extrafields] of the configuration names, but that Dolibarr's products do not have, or that cannot be written (unique, computed, or of a type that is no plain value): { $codes }. Correct their codes, or make them in Dolibarr under Home > Setup > Modules > Products > Complementary attributes.
check-extrafields-alike = Extrafields that are called like features of the shop are left as they are: { $fields }. To fill them, name them in the section [catalogue.extrafields.features] of the configuration.
check-references-shared = { $count ->
        [one] One reference is
       *[other] { $count } references are
    } shared by several products or combinations of the shop: { $first }. Dolibarr keeps a reference for one product: the others get one of Passerelle's own. Give them references of their own in PrestaShop.
check-barcodes-shared = { $count ->
        [one] One barcode is
       *[other] { $count } barcodes are
    } shared by several products or combinations of the shop: { $first }. Dolibarr keeps a barcode for one product: the others get none. Give them barcodes of their own in PrestaShop.
check-rounding-rule = Dolibarr rounds the totals of each line to multiples of { $step } (constant MAIN_ROUNDING_RULE_TOT). The shop counts in cents: most orders will be quarantined. Remove the constant under Home > Setup > Other Setup if the books allow it.
check-unit-decimals = Dolibarr keeps { $decimals } decimals of a unit price (Home > Setup > Limits and accuracy). Orders in other currencies, or with cheap articles, may then not come out to the cent and will be quarantined. Set 5.
check-total-decimals = Dolibarr keeps { $decimals } decimals of a total (Home > Setup > Limits and accuracy), the shop two or more: orders with cents will be quarantined. Set 2.
check-vat-known = VAT rates of the shop, all in Dolibarr's dictionary: { $rates }.
check-vat-missing = Dolibarr's dictionary of VAT rates for { $country } lacks rates that the shop uses: { $rates }. Documents are written with them all the same, but nobody can choose them on a line in Dolibarr, and its VAT reports may leave them out. Add each under Home > Setup > Dictionaries > VAT rates.
check-vat-abroad = Rates that customers of other countries can pay (distance sales, OSS): { $rates }. Each line is written with the rate that the shop charged. So that persons can choose these rates in Dolibarr too, add them under Home > Setup > Dictionaries > VAT rates, for the company's country ({ $country } in the shop).
check-currencies = Currencies of orders, known in Dolibarr: { $currencies }.
check-currencies-unknown = Orders were made in { $currencies }, and this Dolibarr does not say which currencies it knows. See that each is under Home > Setup > Modules > Multicurrency: where one is missing, Dolibarr makes the document in the company's currency, and Passerelle stops at its totals.
check-currency-missing = Orders were made in { $currency }, which Dolibarr does not know: they will be quarantined. Add it with a rate under Home > Setup > Modules > Multicurrency; each order keeps the shop's own rate.
check-currency-unused-missing = The shop sells in { $currency } too, and Dolibarr does not know it. No order was made in it yet; add it under Home > Setup > Modules > Multicurrency before one is.
check-currency-converted = The currency of shop { $shop } is { $shop_currency }, the company's is { $erp_currency }. Orders in { $erp_currency } come over as they are. Other orders keep their currency and their totals in it; their amounts in { $erp_currency }, and the prices of products, are made with the shop's present rate (1 { $shop_currency } = { $rate } { $erp_currency }). See that the shop keeps its rates up to date.
check-shops = Shops that are brought over: { $shops }.
check-shops-left-out = The settings leave these shops out, so their orders do not come to Dolibarr: { $shops }. To take one in, add its number to shops in the section [shop] of the configuration, or write shops = "all".
check-shops-switched-off = PrestaShop does not answer for these shops, because they or its multistore are switched off: { $shops }. Their orders are not brought over. Switch them on in PrestaShop if they should be.
check-shop-settings-idle = No shop that is brought over has the number of { $sections } in the configuration: these settings have no effect. Correct the number.
tag-used = The tag "{ $tag }" is used in this Dolibarr already, and the state database is empty. If another PrestaShop uses this tag, choose a different one: else the documents of the two are mixed up. If the state database of this connection was lost, put it back, or go on: what is there is found again.
tag-used-by-this-shop = Orders of this shop are in this Dolibarr under the tag "{ $tag }", and the state database is empty. If it was lost, go on: what is there is found again. If it is elsewhere, use that one.
tag-used-by-another = The tag "{ $tag }" is used in this Dolibarr by another PrestaShop: orders under it are not this shop's. Nothing was written. Choose another tag in the section [connection] of the configuration.
check-not-https = { $url } is not secured: keys and customers' data travel readable. Use https.

## Decisions
category-root = The shop's hidden root category is not brought over.
product-vat-unknown = The VAT rate of product { $reference } cannot be found: its tax rules group has no rule for the shop's country. Correct its tax rule in the shop.
customer-anonymous = The account of anonymised orders is no customer.
customer-ambiguous = Customer { $customer } matches several third parties by { $evidence ->
        [email] e-mail
        [vat] VAT number
        [siret] SIRET
       *[name] name and postcode
    }: { $third_parties }. Say which one it is with "passerelle decide customer/{ $customer } --third-party { $first }" (the number of the right one), or "passerelle decide customer/{ $customer } --new" if it is none of them. Or merge them in Dolibarr, then run "passerelle retry customer/{ $customer }".
company-ambiguous = A company that a customer's billing address names matches several third parties by { $evidence ->
        [email] e-mail
        [vat] VAT number
        [siret] SIRET
       *[name] name and postcode
    }: { $third_parties }. Say which one it is with "passerelle decide company/{ $customer } --third-party { $first }" (the number of the right one), or "passerelle decide company/{ $customer } --new" if it is none of them. Or merge them in Dolibarr, then run "passerelle retry company/{ $customer }".
customer-number-alone = Customer { $customer } gives the { $evidence ->
       *[vat] VAT number
        [siret] SIRET
    } of { $third_parties }, but neither the name nor the e-mail's domain agrees, and anybody can type such a number. Say whether it is this one with "passerelle decide customer/{ $customer } --third-party { $first }" (the number of the right one), or "passerelle decide customer/{ $customer } --new" if it is not.
customer-choice-gone = Customer { $customer } was decided to be third party { $third_party }, which is not in Dolibarr any more. Decide again: "passerelle decide customer/{ $customer } --third-party NUMBER", or with --new.
customer-choice-taken = Customer { $customer } was decided to be third party { $third_party }, which belongs to another customer now. Decide again: "passerelle decide customer/{ $customer } --third-party NUMBER", or with --new.
address-deleted = The address was deleted in the shop, and no order has it.
order-there-already = Dolibarr may hold order { $called } already ({ $shop_gross } in the shop, of { $day }): { $found }. To be sure, the shop's reference, the customer and the total would have to agree. Nothing was written. Say which one it is with "passerelle decide { $document } --order { $first }" (the number of the right one), or "passerelle decide { $document } --new" if it is none of them.
invoice-there-already = Dolibarr may hold invoice { $called } of order { $reference } already ({ $shop_gross } in the shop, of { $day }): { $found }. To be sure, the shop's reference, the customer and the total would have to agree. Nothing was written. Say which one it is with "passerelle decide { $document } --invoice { $first }" (the number of the right one), or "passerelle decide { $document } --new" if it is none of them.
credit-note-there-already = Dolibarr may hold the credit note of slip { $called } of order { $reference } already ({ $shop_gross } in the shop, of { $day }): { $found }. To be sure, the customer and the total would have to agree. Nothing was written. Say which one it is with "passerelle decide { $document } --invoice { $first }" (the number of the right one), or "passerelle decide { $document } --new" if it is none of them.
document-choice-gone = It was decided that { $called } is number { $number } of Dolibarr, which is gone, or belongs to another document of a shop. Decide again: "passerelle decide { $document } --new", or with the number of the right one.
adopted-differs = It was in Dolibarr before and stays as it is ({ $documents }).{ $totals ->
    [none] {""}
   *[some] {" "}The totals differ (Dolibarr / shop): { $totals }.
}{ $days ->
    [none] {""}
   *[some] {" "}The days differ (Dolibarr / shop): { $days }.
}{ $drafts ->
    [none] {""}
   *[some] {" "}Still a draft in Dolibarr: { $drafts }.
}{ $cancelled ->
    [none] {""}
   *[some] {" "}Cancelled in Dolibarr, but not in the shop: { $cancelled }.
}{ $open ->
    [none] {""}
   *[some] {" "}Cancelled in the shop, but not in Dolibarr: { $open }.
}{ $payments ->
    [none] {""}
   *[some] {" "}Paid in the shop, and the payment is not in Dolibarr: { $payments }. Record it there, unless the money was booked in another way.
}{" "}Correct by hand what has to be; Passerelle never alters what it did not make.
address-of-nobody = The address belongs to no customer that is brought over.
company-of-nobody = The customer whose address names this business is not in Dolibarr: his orders are on the third party of erased customers.
order-state = Its state "{ $state }" does not count as sold and it has no invoice.
order-before-since = It is older than the day from which orders are brought over.
order-other-shop = It is of shop { $shop }, which the settings leave out.
order-without-customer = Order { $reference } has no customer in the shop any more. Assign it to a customer in the shop's database or back office, then run "passerelle retry { $reference }".
order-too-large = The order { $reference } has amounts or a number of lines beyond anything that can be right. Correct it in the shop.
order-empty = All lines of order { $reference } were taken out of it in the shop, and it has no payment and no invoice. Nothing is left to bring over.
accept-head = { $document } ({ $key }), in { $currency }, excl. and incl. tax:
accept-line = { "  " }{ $label }: { $net } / { $gross }
accept-part-product = Line
accept-part-shipping = Shipping
accept-part-wrapping = Wrapping
accept-part-discount = Discounts
accept-part-rounding = Rounding
accept-sum = All parts together
accept-total = The total that the shop says
accept-difference = Difference, which one labelled line would book
accept-nothing = Nothing in order { $order } contradicts itself in the shop now. If it was corrected, run "passerelle retry { $order }".
accept-already = What contradicts itself in order { $order } was accepted already, with these figures. Run "passerelle retry { $order }" if it is not in Dolibarr.
accept-no-order = No order "{ $order }" is known, or the shop does not have it any more. Give its reference, or its kind and number such as order/729.
accept-several = Several orders have the reference { $order }. Give the kind and number of the one you mean, such as order/729; "passerelle why { $order }" shows them.
accept-too-much = The difference of { $document } is { $difference } { $currency }, more than may be accepted ({ $limit }, "accept_up_to" under [orders] in the configuration). Correct the document in the shop, or raise the limit if you know why it differs.
accept-unsaid = Nothing was accepted: say who and why with --by and --reason, and --yes where nobody can be asked (order { $order }).
ask-accept-by = Who accepts this difference
ask-accept-reason = Why
ask-accept = Book this difference with a labelled line
operation-accept = accept a difference
why-accepted = accepted by { $by }: { $document } totals { $total_net } / { $total_gross }, its parts { $parts_net } / { $parts_gross }, difference { $net } / { $gross }
order-decimals-lost = Order { $reference } totals { $total_net } excl. tax and { $total_gross } incl. tax in { $currency }, with { $decimals } decimals. Dolibarr would keep { $erp_net } and { $erp_gross }: its totals have fewer decimals. Set the constant MAIN_MAX_DECIMALS_TOT to { $decimals } in Dolibarr under Home > Setup > Limits/Precision, then run "passerelle retry { $reference }".
order-rate-not-of-shop = Passerelle would have written line { $line } of order { $reference } at { $rate } VAT, which is none of the shop's rates. Nothing was written. Please report it, with the order's lines in the shop.
order-contradicts-itself = Order { $reference } contradicts itself: it totals { $total_net } excl. tax and { $total_gross } incl. tax, but its parts add up to { $parts_net } and { $parts_gross } (incl. tax: products { $products }, shipping { $shipping }, wrapping { $wrapping }, discounts { $discounts }). Nothing was written. Correct the order in the shop, or run "passerelle accept { $reference }": it shows the difference line by line, and books a small one on your word.
order-no-exact-form = No lines give the totals of order { $reference } in Dolibarr ({ $part }): the shop says { $shop_net } excl. tax and { $shop_gross } incl. tax, the nearest is { $erp_net } and { $erp_gross }. Nothing was written. Enter it by hand, and please report it.
order-too-many-taxes = Line { $line } of order { $reference } has { $count } taxes; a line of Dolibarr can hold three. Enter it by hand.
local-tax-off = Order { $reference } has lines with several taxes ({ $rate }), but the company in Dolibarr uses no local tax { $number }. Switch it on under Home > Setup > Company/Organization, and see that Home > Setup > Dictionaries > VAT rates has an active row of these rates. Then run "passerelle retry { $reference }".
local-tax-in-spain = Order { $reference } has lines with an equivalence surcharge ({ $rate }). A Dolibarr of a Spanish company computes none for lines that come through its REST API. Nothing was written. Enter the order by hand.
local-tax-not-computed = Dolibarr computes { $erp_net } excl. tax and { $erp_gross } incl. tax for the lines of order { $reference }, the shop says { $shop_net } and { $shop_gross }: its VAT dictionary has no row of these taxes. Add the row under Home > Setup > Dictionaries > VAT rates (or name its rates in the settings under [[taxes]]), then run "passerelle retry { $reference }": the draft is computed anew. Nothing was validated.
order-line-rate-unknown = No VAT rate of the shop explains line { $line } of order { $reference }: { $net } excl. tax, { $gross } incl. tax, named rate { $rate }. Nothing was written. If the shop lacks the rate, add it under International > Taxes; else correct the line in the shop. Then run "passerelle retry { $reference }".
order-part-rate-unknown = No VAT rate of the shop explains the { $part } of order { $reference }: { $net } excl. tax, { $gross } incl. tax. Nothing was written. If the shop lacks the rate, add it under International > Taxes; else correct the order in the shop. Then run "passerelle retry { $reference }".
order-currency-missing = Dolibarr does not know the currency { $currency } (order { $reference }). Add it in Dolibarr under Home > Setup > Modules > Multicurrency, then run "passerelle retry".
order-currency-rate = The exchange rate { $rate } of order { $reference } makes no sense. Correct it in the shop.
shop-currency-differs = The shop's default currency is { $shop_currency }, Dolibarr's is { $erp_currency }, and the shop has no rate for it (order { $reference }). Add { $erp_currency } to the shop's currencies under International > Localization > Currencies, with its rate; it need not be sold in.
order-totals-differ = Order { $reference } is in Dolibarr as { $erp_reference } with other totals: the shop says { $shop_net } excl. tax and { $shop_gross } incl. tax, Dolibarr { $erp_net } and { $erp_gross } (by VAT rate, Dolibarr → shop, excl. / incl. tax: { $rates }). It was changed on one side and can no longer be rewritten. Make them equal, then run "passerelle retry { $reference }".
invoice-totals-differ = The invoice of order { $reference } is in Dolibarr as { $erp_reference } with other totals: the shop says { $shop_net } excl. tax and { $shop_gross } incl. tax, Dolibarr { $erp_net } and { $erp_gross }. An invoice is never rewritten: correct the difference with a credit note.
invoice-paid-otherwise = Invoice { $erp_reference } of order { $reference } is paid in Dolibarr already, by a payment that is not Passerelle's; the shop's payment of { $amount } was not added. Remove the one that is too much, then run "passerelle retry { $reference }".
payment-placed-otherwise = Payment { $payment } of order { $reference } was recorded in Dolibarr on another invoice or in other parts than the shop's orders ask for now ({ $amount } here). Nothing was recorded twice. Compare the payments of the orders of this reference in Dolibarr and correct them by hand.
order-cancelled-in-erp = Order { $reference } is cancelled in Dolibarr ({ $erp_reference }) but not in the shop. Reopen it in Dolibarr, or cancel it in the shop, then run "passerelle retry { $reference }".
erp-changed-order-gone = Somebody deleted order { $reference } in Dolibarr. Passerelle does not make it anew by itself. Run "passerelle retry order/{ $order } --anew --yes" to have it made anew, or "passerelle retry order/{ $order } --as-it-is --yes" to leave it deleted.
erp-changed-order-draft = Somebody set order { $erp_reference } back to draft in Dolibarr (shop reference { $reference }). Passerelle leaves it alone. Validate it in Dolibarr, then run "passerelle sync"; or run "passerelle retry order/{ $order } --as-it-is --yes" to leave it as it is.
erp-changed-order-reopened = Somebody reopened order { $erp_reference } in Dolibarr, which the shop says is delivered (shop reference { $reference }). Passerelle leaves it open. Close it in Dolibarr, then run "passerelle sync"; or run "passerelle retry order/{ $order } --as-it-is --yes".
erp-changed-order-delivered = Somebody set order { $erp_reference } to shipped or delivered in Dolibarr. The shop does not say so (shop reference { $reference }). Nothing has to be done.
erp-changed-order-edited = Somebody edited the lines of order { $erp_reference } in Dolibarr (shop reference { $reference }): { $erp_net } excluding and { $erp_gross } including tax in Dolibarr, { $shop_net } and { $shop_gross } in the shop. By rate: { $rates }. Passerelle leaves it alone. Put the lines right in Dolibarr, then run "passerelle sync"; or run "passerelle retry order/{ $order } --as-it-is --yes" to leave it as it is.
erp-changed-order-unbilled = Somebody took back in Dolibarr that order { $erp_reference } is billed (shop reference { $reference }). Passerelle leaves it so. Classify it as billed in Dolibarr, then run "passerelle sync"; or run "passerelle retry order/{ $order } --as-it-is --yes".
erp-changed-invoice-gone = Somebody deleted the invoice { $invoice } of order { $reference } in Dolibarr. Passerelle does not make it anew by itself. Run "passerelle retry order/{ $order } --anew --yes" to have it made anew, or "passerelle retry order/{ $order } --as-it-is --yes" to leave it deleted.
erp-changed-invoice-abandoned = Somebody abandoned invoice { $erp_reference } of order { $reference } in Dolibarr. Passerelle records nothing on it any more. Reopen it in Dolibarr, then run "passerelle sync"; or run "passerelle retry order/{ $order } --as-it-is --yes".
erp-changed-invoice-edited = Somebody edited invoice { $erp_reference } of order { $reference } in Dolibarr: { $erp_net } excluding and { $erp_gross } including tax in Dolibarr, { $shop_net } and { $shop_gross } in the shop. Passerelle leaves it alone. Put it right in Dolibarr, then run "passerelle sync"; or run "passerelle retry order/{ $order } --as-it-is --yes".
erp-changed-invoice-draft = Somebody set invoice { $erp_reference } of order { $reference } back to draft in Dolibarr. Passerelle leaves it alone. Validate it in Dolibarr, then run "passerelle sync"; or run "passerelle retry order/{ $order } --as-it-is --yes".
erp-changed-invoice-unpaid = Somebody classified invoice { $erp_reference } of order { $reference } as unpaid in Dolibarr. Its payments are still there. Passerelle leaves it so. Classify it as paid in Dolibarr, then run "passerelle sync"; or run "passerelle retry order/{ $order } --as-it-is --yes".
erp-changed-invoice-paid = Somebody classified invoice { $erp_reference } of order { $reference } as paid in Dolibarr, or recorded its payment there. The shop does not know of it. Enter the payment in the shop when the money has come.
erp-changed-payment-gone = Somebody deleted the payment of { $amount } of { $day } on { $erp_reference } in Dolibarr (order { $reference }). Passerelle does not record it again by itself. Run "passerelle retry order/{ $order } --anew --yes" to have it recorded again, or "passerelle retry order/{ $order } --as-it-is --yes" to leave it so.
erp-changed-payment-added = Somebody recorded a payment on invoice { $erp_reference } of order { $reference } in Dolibarr. The shop does not know of it. Enter it in the shop, or delete it in Dolibarr if it is double.
erp-changed-slip-gone = Somebody deleted the credit note of credit slip { $slip } in Dolibarr (order { $reference }). Passerelle does not make it anew by itself. Run "passerelle retry order/{ $order } --anew --yes" to have it made anew, or "passerelle retry order/{ $order } --as-it-is --yes" to leave it deleted.
order-left-as-it-is = This order stays as it is in Dolibarr, by a person's decision. Changes in the shop no longer reach it. Run "passerelle retry order/{ $order } --anew --yes" to have it followed again, and what was deleted made anew.
customer-merged = Customer { $customer } is on third party { $third_party } ({ $name }) in Dolibarr, together with another customer of the shop: its own third party was merged into that one or deleted.
erp-list-shrunk = { $gone } things of the list "{ $list }" that Passerelle had brought to Dolibarr are no longer there, and { $there } are. That looks like a fault or a missing right in Dolibarr, so nothing was taken for deleted. If they were deleted on purpose, run "passerelle sync --look --deletions".
waits-for-healing = What it is made of was deleted or merged in Dolibarr, and is looked for anew first: { $documents }.
retry-orders-only = { $option } is for orders only, such as order/42; "{ $reference }" is something else.
retry-confirm-anew = This makes anew what was deleted in Dolibarr of order { $reference }: the order, its invoices, credit notes and payments. New invoices get new numbers. If that is meant, run "passerelle retry { $reference } --anew --yes".
retry-confirm-as-it-is = This leaves order { $reference } as it is in Dolibarr: what changes in the shop afterwards no longer reaches it. If that is meant, run "passerelle retry { $reference } --as-it-is --yes".
payment-negative = Payment { $payment } of order { $reference } is negative ({ $amount }): money that went back. There is no credit slip of this order alone that it could be paid out on. Make the credit slip in the shop, or record it in Dolibarr by hand and take it out of the shop's payments.
payment-method-unmapped = The payment method "{ $method }" of order { $reference } is mapped to nothing. Add [payments."{ $method }"] with mode and account to the configuration, then run "passerelle retry { $reference }".
payment-mode-unknown = The payment method "{ $method }" is mapped to the mode { $mode }, which Dolibarr does not have or has switched off (Home > Setup > Dictionaries > Payment modes).
payment-currency = Payment { $payment } of order { $reference } is in { $currency }, neither the order's currency nor Dolibarr's. Correct the payment's currency in the shop, or add { $currency } to the shop's currencies with its rate, then run "passerelle retry { $reference }".
slip-no-exact-form = No lines of a credit note give the total of credit slip { $slip } of order { $reference } in Dolibarr: the shop says { $shop_net } excl. tax and { $shop_gross } incl. tax, the nearest is { $erp_net } and { $erp_gross }. No credit note was written. Enter the credit note by hand, and please report it.
slip-contradicts-itself = Credit slip { $slip } of order { $reference } contradicts itself: it says { $products_net } excl. tax and { $products_gross } incl. tax for products, but its lines add up to { $lines_net } and { $lines_gross }. Neither the tax of what was sold nor the order's vouchers explain it. No credit note was written. Make the slip anew in the shop, or run "passerelle accept { $reference }": it shows the difference, and books a small one on your word.
slip-line-unknown = Credit slip { $slip } of order { $reference } gives back line { $line }, which was deleted from the order. No credit note was written. Make the slip anew in the shop, or make a credit note on the invoice in Dolibarr with the slip's number { $slip } as the customer's reference.
slip-waits-for-invoice = Credit slips { $slips } wait: the order has no invoice that a credit note could correct. They follow by themselves once the shop has invoiced the order.
slip-corrected = Of credit slips { $slips } the shop says one sum in the header and another in the lines. The one counts that has the tax of what was sold. Compare the credit notes with the slips on paper.
order-rest-goes-on = All other parts of order { $reference } are brought over.
invoice-held = The invoice waits, and with it its payments and credit slips.
invoice-contradicts-itself = Invoice { $invoice } of order { $reference } contradicts itself: it totals { $total_net } excl. tax and { $total_gross } incl. tax, but its parts add up to { $parts_net } and { $parts_gross } (incl. tax: products { $products }, shipping { $shipping }, wrapping { $wrapping }, discounts { $discounts }). Correct it in the shop, or run "passerelle accept { $reference }".
invoice-no-exact-form = No lines give the totals of invoice { $invoice } of order { $reference } in Dolibarr ({ $part }): the shop says { $shop_net } excl. tax and { $shop_gross } incl. tax, the nearest is { $erp_net } and { $erp_gross }.
third-party-left = The customer is on third party { $third_party } of Dolibarr (socid={ $third_party } in the address of its card), and its orders go on. But Dolibarr did not take what is new about it (name, address, numbers): it left all its fields as they were. Most often its customer code does not fit the model of customer codes. Give it a code that fits, or choose another model under Home > Setup > Modules > Third parties; then run "passerelle retry" with this customer.
product-is-no-pack = This product is no pack.
pack-product-left-out = The product of this pack is not in Dolibarr.
pack-contains-itself = The pack contains itself in the shop. Correct its content in PrestaShop; the rest follows by itself.
pack-parts-lacking = { $count ->
        [one] The pack contains product { $products }, which is
       *[other] The pack contains products { $products }, which are
    } not in Dolibarr: deleted in the shop, or left out. Its other parts are there. Correct the content of the pack in PrestaShop; the next sync follows.
pack-part-missing = The pack contains { $kind } { $id }, which is not in Dolibarr: it was deleted in the shop, or is left out. Correct the content of the pack in PrestaShop, or bring that product over; then run "passerelle retry".
product-in-part = The product is in Dolibarr, but not all of it.{ $prices ->
    [none] {""}
   *[some] {" "}Specific prices of the shop that are not there: { $prices }{ $customer ->
        [none] {""}
       *[some] , of which for one customer { $customer }
    }{ $group ->
        [none] {""}
       *[some] , for a group of customers { $group }
    }{ $country ->
        [none] {""}
       *[some] , for a country { $country }
    }{ $currency ->
        [none] {""}
       *[some] , for a currency { $currency }
    }{ $quantity ->
        [none] {""}
       *[some] , from a quantity on { $quantity }
    }{ $period ->
        [none] {""}
       *[some] , for some time { $period }
    }{ $everybody ->
        [none] {""}
       *[some] , for everybody { $everybody }
    }. Dolibarr's API can write none of them: enter those that you need by hand.
    }{ $misfits ->
    [none] {""}
   *[some] {" "}Extrafields that cannot hold the shop's value, because of their type or length: { $fields }. Change them in Dolibarr, or choose others in the section [catalogue.extrafields] of the configuration, then run "passerelle retry".
    }{ $fixed ->
    [no] {""}
   *[yes] {" "}Its price stays as it was when the product was created: Dolibarr keeps prices per level, customer or quantity, and its API then changes none. See "passerelle doctor".
    }
invoice-dated-otherwise = The shop issued the invoice as number { $shop_number } of { $shop_day }; in Dolibarr { $erp_reference } has "{ $erp_number }" of { $erp_day }. It is validated, so it was not changed. If the difference matters, correct it with a credit note and a new invoice in Dolibarr.
order-undated = The shop has no date for this order; { $day } was taken, from its first invoice, payment or change. Correct the date in the shop if it is wrong.
invoice-undated = The shop has no date for invoice { $number }; the day of the order, { $day }, was taken. Correct the date in the shop before the invoice is validated if it is wrong.
payment-undated = The shop has no date for a payment of { $amount }; the day of the order, { $day }, was taken. See the statement of the account.
slip-undated = The shop has no date for credit slip { $slip }; { $day } was taken.
refund-payment-unknown = The credit notes of slips { $slips } are in Dolibarr, but the shop does not say whether and how the money went back. Record the payment on the credit note in Dolibarr, or set it off against an unpaid invoice, unless you have done so already.
letters-replaced = It is in Dolibarr, but Dolibarr cannot store some of the letters in its texts, such as emoji: □ stands in their place. Its figures are not concerned. Nothing has to be done. So that they are stored from now on: Dolibarr 18 or later, with $dolibarr_main_db_character_set='utf8mb4' in its conf.php. Dolibarr 17 stores none, whatever its conf.php says.
credit-note-totals-differ = The credit note of slip { $slip } of order { $reference } is in Dolibarr as { $erp_reference } with other totals: the shop says { $shop_net } excl. tax and { $shop_gross } incl. tax, Dolibarr { $erp_net } and { $erp_gross }. A credit note is never rewritten: correct the difference by hand.
restock-no-warehouse = Goods that came back are to go into a warehouse ("restock" in the section [refunds] of the configuration), but no open warehouse is chosen. Switch the module Stock on in Dolibarr and set "warehouse" in the section [erp], or switch "restock" off; then run "passerelle retry".
list-shrunk = The shop shows { $seen } rows of its list "{ $list }", and { $missing } of the last time are missing. That looks like a fault of the shop, so nothing was taken for deleted. Look into its back office; if they were deleted on purpose, run "passerelle sync --deletions".
list-failed = The list of { $list ->
        [order] orders
        [order_payments] payments
        [order_invoices] invoices
        [order_histories] changes of orders' states
        [order_slips] credit slips
        [order_carriers] shipments
        [tracking] tracking numbers
        [customer] customers
        [customer_addresses] customers' addresses
        [address] addresses
        [group] customer groups
        [categories] categories
        [attributes] attributes
        [attribute_values] attribute values
        [products] products
        [specific_prices] specific prices
        [combinations] combinations
        [stock] quantities in stock
        [all_orders] all orders
        [stock_movements] stock movements in Dolibarr
       *[other] { $list }
    } could not be read. Everything else went on; the next sync begins this list where the last good one ended.
attribute-not-needed = Combinations are not variants here, so attributes and their values are not brought over.
attribute-gone = The attribute of this value is not in Dolibarr; combinations that have the value become plain products.
gone-product = It is not in the shop any more. In Dolibarr it was taken off sale and kept, as documents and statistics need it.
gone-category = It is not in the shop any more. In Dolibarr it was kept, with what persons put into it; delete it there when it is no longer needed.
gone-order-open = The order was deleted in the shop. In Dolibarr { $erp_reference } was left as it is{ $invoiced ->
        [yes] , with its invoice
       *[no] {""}
    }. If there was no sale: { $invoiced ->
        [yes] make a credit note of its invoice in Dolibarr, then cancel the order there
       *[no] cancel the order in Dolibarr
    }. If the sale is real, classify the order as delivered in Dolibarr. The next sync sees either.
gone-order-kept = The order was deleted in the shop. In Dolibarr { $erp_reference } is delivered and was kept{ $invoiced ->
        [yes] , with its invoice
       *[no] {""}
    }. If there was no sale, reopen and cancel it there{ $invoiced ->
        [yes] , after a credit note of its invoice
       *[no] {""}
    }.
gone-in-shop = It is not in the shop any more; what is in Dolibarr was left as it is.
too-many-attempts = It was given up after { $attempts ->
        [one] one attempt
       *[other] { $attempts } attempts
    } without an end. See "passerelle why" for each; then run "passerelle retry".
waits-for = { $count ->
        [one] It waits for { $documents }.
       *[other] It waits for { $count } others: { $documents }.
    }
waits-for-failed = { $count ->
        [one] It needs { $documents }, which has failed. "passerelle why" says why; once it is in step, run "passerelle retry".
       *[other] It needs { $count } others, which have failed: { $documents }. "passerelle why" says why of each; once they are in step, run "passerelle retry".
    }
waits-for-unknown-call = The answer to an earlier call was lost. It waits until Dolibarr can no longer be working on it, then looks.
run-waits-for-retries = { $count ->
        [one] one document will be tried again
       *[other] { $count } documents will be tried again
    }

decide-number-too-great = { $number } is no number of Dolibarr. It is in the address of the card, after socid= or id=.
decide-malformed = "{ $document }" is nothing that can be decided. Write customer/, order/, invoice/ or slip/ and the number in the shop, such as order/42.
decide-other-kind = For { $document } say --third-party for a customer, --order for an order, --invoice for an invoice or a slip, or --new.
decide-unknown = Nothing is asked about { $document }. "passerelle sync" first finds what is new in the shop; "passerelle status" shows what is asked.
decide-settled = There is nothing to decide for { $document }: it is number { $number } in Dolibarr already. See "passerelle why".
decide-nothing-there = Dolibarr has no { $kind ->
        [order] order
        [invoice] invoice
        [credit_note] credit note
       *[third_party] third party
    } { $number }. Its number is in the address of its card, behind socid=, id= or facid=.
decide-taken = Number { $number } belongs to another document of a shop ({ $reference }). Choose another one, or run "passerelle decide { $document } --new".

## Progress and summary
progress-seen = seen
progress-pausing = Waiting { $seconds } s: { $why }
summary-nothing = Nothing had to be sent: { $seen ->
        [one] one row was seen
       *[other] { $seen } rows were seen
    } in the shop.
summary-writes = { $writes ->
        [one] One change was sent
       *[other] { $writes } changes were sent
    } to Dolibarr in { $seconds } s, with { $shop_calls ->
        [one] one call
       *[other] { $shop_calls } calls
    } to the shop and { $erp_calls ->
        [one] one call
       *[other] { $erp_calls } calls
    } to Dolibarr.
summary-orders = { $orders ->
        [one] One order was brought over.
       *[other] { $orders } orders were brought over, { $rate } a second.
    }
summary-interrupted = Interrupted. Run the same command again: it goes on from there.
status-journal = { $count ->
        [one] One entry is in the journal.
       *[other] { $count } entries are in the journal.
    }
status-doubts = Lists that were not read whole:
number-too-great = "{ $reference }" has a number that nothing in the shop can have. Use a number from the shop's back office, such as order/42.
status-changed = { $count ->
        [one] One of the quarantined was changed in Dolibarr by hand. It is left alone until somebody says what to do; it says how.
       *[other] { $count } of the quarantined were changed in Dolibarr by hand. They are left alone until somebody says what to do; each says how.
    }
status-attention = Needs attention:
status-more = { $count ->
        [one] … and one more.
       *[other] … and { $count } more.
    } "passerelle status --all" shows all.
status-derived = { $count ->
        [one] One more waits for these and follows by itself: { $kinds }.
       *[other] { $count } more wait for these and follow by themselves: { $kinds }.
    }
why-unknown = Nothing is known of "{ $reference }". Use a reference of the shop, or a kind and number such as order/42; "passerelle sync" first finds what is new.
why-link = In Dolibarr: { $kind } { $id }
why-proof = shop { $shop_net } / { $shop_gross } = Dolibarr { $erp_net } / { $erp_gross } (excl. / incl. tax), of which in rounding lines { $rounding_net } / { $rounding_gross }
why-proof-rate = { $rate }: shop { $shop_net } / { $shop_gross }, Dolibarr { $erp_net } / { $erp_gross }
remarks-prices = { $products ->
        [one] One product has
       *[other] { $products } products have
    } specific prices in the shop that Dolibarr's API cannot write: { $prices }{ $customer ->
    [none] {""}
   *[some] , for one customer { $customer }
    }{ $group ->
    [none] {""}
   *[some] , for a group of customers { $group }
    }{ $country ->
    [none] {""}
   *[some] , for a country { $country }
    }{ $currency ->
    [none] {""}
   *[some] , for a currency { $currency }
    }{ $quantity ->
    [none] {""}
   *[some] , from a quantity on { $quantity }
    }{ $period ->
    [none] {""}
   *[some] , for some time { $period }
    }{ $everybody ->
    [none] {""}
   *[some] , for everybody { $everybody }
    }. "passerelle why product/…" says which; enter those that you need by hand.
remarks-fields = Extrafields that cannot hold every value of the shop: { $fields }. "passerelle why product/…" says what to do.
remarks-fixed = { $products ->
        [one] One product keeps the price with which it was created:
       *[other] { $products } products keep the price with which they were created:
    } Dolibarr keeps prices per level, customer or quantity. "passerelle doctor" says what to do.
remarks-others = { $kind }: { $count ->
        [one] one is in step with something left to know. "passerelle status --all" and "passerelle why" say what.
       *[other] { $count } are in step with something left to know. "passerelle status --all" and "passerelle why" say what.
    }
plan-nothing = Nothing to do.
plan-in-step = in step
plan-to-do = to do
plan-ignored = left out by a rule
plan-refused = refused

## What is listed of the shop
listing-order = Orders
listing-all-orders = All orders
listing-dolibarr = Documents in Dolibarr
listing-order-payments = Payments
listing-order-invoices = Invoices
listing-order-histories = Changes of state
listing-order-slips = Credit slips
listing-order-carriers = Shipments
listing-customer = Customers
listing-customer-addresses = Addresses of customers
listing-address = Addresses
listing-group = Customer groups
listing-categories = Categories
listing-attributes = Attributes
listing-attribute-values = Attribute values
listing-products = Products
listing-specific-prices = Specific prices
listing-combinations = Combinations
listing-stock = Stock

## Kinds of Dolibarr
erp-kind-category = category
erp-kind-product = product
erp-kind-third-party = third party
erp-kind-contact = contact
erp-kind-order = order
erp-kind-invoice = invoice
erp-kind-payment = payment
erp-kind-order-line = order line
erp-kind-stock-movement = movement of stock
erp-kind-customer-category = customer category
erp-kind-attribute = attribute
erp-kind-attribute-value = attribute value
erp-kind-variant = variant
erp-kind-stock = stock of product
erp-kind-file = file

## Kinds and states
kind-service = Service products
kind-category = Categories
kind-attribute = Attributes
kind-attributevalue = Attribute values
kind-product = Products
kind-combination = Combinations
kind-pack = Packs
kind-images = Images
kind-group = Customer groups
kind-collective = Third parties of many customers
kind-customer = Customers
kind-address = Addresses
kind-company = Businesses of customers
kind-order = Orders
kind-stock = Stock
kind-one-service = Service product
kind-one-category = Category
kind-one-attribute = Attribute
kind-one-attributevalue = Attribute value
kind-one-product = Product
kind-one-combination = Combination
kind-one-pack = Pack
kind-one-images = Images of product
kind-one-group = Customer group
kind-one-collective = Third party of many customers
kind-one-customer = Customer
kind-one-address = Address
kind-one-company = Business of a customer
kind-one-order = Order
kind-one-stock = Stock of product
kind-one-invoice = Invoice
kind-one-payment = Payment
kind-one-slip = Credit slip
state-in-step = in step
state-waiting = waiting
state-parked = waiting for others
state-running = being done
state-retrying = will be tried again
state-failed = failed
state-quarantined = quarantined
state-ignored = ignored
outcome-done = done
outcome-nothing-done = was done already
outcome-rejected = refused by Dolibarr
outcome-rolled-back = rolled back by Dolibarr
outcome-throttled = put off by Dolibarr
outcome-unknown = answer lost
outcome-not-sent = not sent
outcome-found = had been carried out, as a later look showed
outcome-superseded = planned anew after a later look
outcome-under-way = under way, or interrupted
operation-category-create = create category
operation-category-update = update category
operation-product-create = create product
operation-product-on-sale = put product on sale while its order is validated
operation-product-off-sale = take product off sale again
operation-product-update = update product
operation-attribute-create = create attribute
operation-attribute-update = update attribute
operation-attribute-value-create = create attribute value
operation-attribute-value-update = update attribute value
operation-variant-create = create variant of the product
operation-variant-update = update price and weight impact of the variant
operation-variant-delete = cut the variant off its product (the product itself stays)
operation-part-add = put a part into a pack
operation-part-remove = take a part out of a pack
operation-category-link = put into category
operation-category-unlink = take out of category
operation-customer-category-create = create customer category
operation-customer-category-update = update customer category
operation-customer-category-link = put into customer category
operation-customer-category-unlink = take out of customer category
operation-third-party-create = create third party
operation-third-party-update = update third party
operation-contact-create = create contact
operation-contact-update = update contact
operation-order-create = create order
operation-order-contact-link = set contact of the order
operation-order-contact-unlink = take another address off the order
operation-order-check = check sums of the draft order
operation-invoice-check = check sums of the draft invoice
operation-order-validate = validate order
operation-order-close = close order as delivered
operation-order-set-invoiced = classify order as billed
operation-order-cancel = cancel order
operation-order-note = update note of the order
operation-order-draft = set order back to draft
operation-order-line-create = add line of the order
operation-order-line-update = change line of the order
operation-order-line-delete = remove line of the order
operation-order-restore = take back the order's cancellation
operation-invoice-create = create invoice
operation-invoice-contact-link = set contact of the invoice
operation-invoice-contact-unlink = take another address off the invoice
operation-invoice-number = give invoice the shop's number
operation-invoice-update = give draft invoice the shop's number and day
operation-invoice-validate = validate invoice
operation-invoice-set-paid = classify invoice as paid
operation-payment-create = record payment
operation-credit-note-create = create credit note
operation-stock-move = move stock in the warehouse

## Dolibarr
erp-address-invalid = "{ $address }" is not an address. Give Dolibarr's, such as https://erp.example.com.
erp-address-with-password = The address of { $host } holds a user name or password. Give the address alone; the key goes into PASSERELLE_ERP_KEY.
erp-key-invalid = Dolibarr's API key holds characters that no key has. Copy it again from the user's card in Dolibarr.
erp-client-failed = This machine cannot make secure connections. Check its certificates (package ca-certificates).
erp-host-unknown = Dolibarr's host { $host } does not exist. Check the address in the section [erp] of the configuration.
erp-connection-refused = Nothing listens at { $host }. Check Dolibarr's address and port, and that its web server runs.
erp-connection-timed-out = { $host } does not take the connection. Check Dolibarr's address, and firewalls between here and there.
erp-unreachable = { $host } cannot be reached. Check Dolibarr's address and the network.
erp-tls-failed = No secure connection to { $host } can be made. Check that the address begins rightly with http or https and that Dolibarr's certificate is valid.
erp-timed-out = Dolibarr did not answer within { $seconds } s. It is looked at again later by itself; if this goes on, see why Dolibarr is slow.
erp-connection-lost = The connection to { $host } broke before Dolibarr's answer was there. It is looked at again later by itself.
erp-answer-too-large = Dolibarr's answer is larger than { $megabytes } MB.
erp-redirected = Dolibarr's address sends elsewhere: { $to }. Give that address in the section [erp] of the configuration.
erp-not-dolibarr = What answers is not Dolibarr's API (status { $status }). Check the address, and that the module Web services API REST is on.
erp-key-refused = Dolibarr does not accept the API key. Copy it from the user's card in Dolibarr, and see that the user is enabled.
erp-admin-required = Dolibarr gives this to administrators only. Use an administrator's key, or name the user in the constant { $constant }.
erp-right-missing = The key's user lacks a right in Dolibarr: { $right }. Give it on the user's card, tab Permissions.
erp-module-off = The module { $module } is off in Dolibarr. Switch it on under Home > Setup > Modules.
erp-firewall-refused = Dolibarr's protection against attacks refused this step: { $call }. Please report it.
erp-throttled = Dolibarr asks for fewer calls. It goes on more slowly by itself.
erp-unavailable = Dolibarr's server fails (status { $status }) without saying why. See its web server's log; it is tried again later by itself.
erp-answer-unreadable = Dolibarr's answer to this step cannot be read: { $call }. It is looked at again later by itself; if this goes on, see Dolibarr's log.
erp-deadlock = Dolibarr's database refused for a moment (deadlock). It is tried again by itself.
erp-number-taken = Two calls took the same number in Dolibarr; this one was rolled back. It is tried again by itself.
erp-reference-taken = Something else in Dolibarr has this reference already (step: { $call }). Change one of the two, then run "passerelle retry".
erp-barcode-taken = Another product of Dolibarr has this barcode already. Change one of the two.
erp-product-off-sale = Dolibarr does not validate an order with a product that is off sale. Put the product on sale in Dolibarr, or set the constant ORDER_NOCHECK_ONSALE_PRODUCTS_ONVALID to 1 (Home > Setup > Other setup), then run "passerelle retry".
erp-stock-negative = Dolibarr refuses to take more goods out of the warehouse than there are in it. Correct the level in Dolibarr, or delete the constant STOCK_DISALLOW_NEGATIVE_TRANSFER (Home > Setup > Other setup), then run "passerelle retry".
erp-label-taken = Another category of Dolibarr has this label under the same parent. Change one of the two.
erp-customer-code-refused = Dolibarr's numbering of customers refuses the code. Check the customer code mask under Home > Setup > Modules > Third parties.
erp-bank-account-unknown = The bank account does not exist in Dolibarr. Correct the section [payments] of the configuration.
erp-payment-too-high = The payment is higher than what remains to pay on the invoice. See which payments it has in Dolibarr.
erp-cheque-issuer-missing = Dolibarr wants the issuer of the cheque.
erp-emoji-refused = Dolibarr's database cannot store an emoji or another 4-byte character ({ $field }). Set $dolibarr_main_db_character_set='utf8mb4' in its conf.php, or take the character out in the shop, then run "passerelle retry".
erp-text-too-long = The text of { $field } is longer than the { $limit } characters that Dolibarr holds. Shorten it in the shop.
erp-object-missing = What was to be changed is not in Dolibarr any more (step: { $call }). It is looked at again at the next sync.
erp-related-missing = Something that belongs to it is not in Dolibarr any more (step: { $call }). It is looked at again at the next sync.
erp-value-refused = Dolibarr refused a value in this step: { $call }. Its own words: "{ $detail }". Correct the value in the shop, or the rule in Dolibarr, then run "passerelle retry".
erp-sql-error = Dolibarr's database refused this step: { $call }. Its own words: "{ $detail }". Ask whoever looks after Dolibarr, then run "passerelle retry".
erp-webhook-failed = A webhook or another module of Dolibarr stopped this step: { $call }. Look at the webhook targets in Dolibarr, then run "passerelle retry".
erp-no-effect = Dolibarr answered that all is well, but this step changed nothing: { $call }. Make the change by hand in Dolibarr to see what keeps it, then run "passerelle retry".
erp-refused = Dolibarr refused this step: { $call }. Its own words (status { $status }): "{ $detail }". Change in Dolibarr or in the shop what they name, then run "passerelle retry".
erp-target-missing = An earlier step did not make what this one needs: { $call }. It is looked at again at the next sync.
erp-no-id = Dolibarr did not say what it made. It is looked at again later by itself.
erp-look-unanswered = Dolibarr could not be asked for what is needed to decide. Run "passerelle retry" later; if this goes on, please report it.

## The shop
shop-address-malformed = The shop's address is not one. Give it as in the browser, such as https://shop.example.com.
shop-client-failed = This machine cannot make secure connections. Check its certificates (package ca-certificates).
shop-key-refused = The shop does not accept the webservice key: it is wrong, or switched off. In the back office, under Advanced Parameters > Webservice, copy the key again and see that it is enabled.
shop-key-malformed = The shop's webservice key is malformed: it has 32 letters and digits. Copy it again from Advanced Parameters > Webservice.
shop-key-not-forwarded = The key does not reach the shop: its web server drops the Authorization header. Have the host pass it on (for Apache with PHP as FastCGI: CGIPassAuth On).
shop-password-protected = The shop's web server asks for a password of its own. Except the path /api from it.
shop-webservice-off = The shop's webservice is off. Enable it in the back office under Advanced Parameters > Webservice.
shop-right-missing = The webservice key may not read "{ $resource }" ({ $method }). In the back office, under Advanced Parameters > Webservice, edit the key and tick this resource.
shop-key-not-for-shop = The webservice key is not for shop { $shop }. In the back office, under Advanced Parameters > Webservice, edit the key and tick this shop; or leave the shop out: shops in the section [shop] of the configuration.
shop-key-not-for-address = The webservice key is not for the shop of this address. In the back office, under Advanced Parameters > Webservice, edit the key and tick every shop that is to be brought over.
shop-switched-off = Shop { $shop }, or the multistore of this PrestaShop, is switched off, and PrestaShop does not answer for it. Switch it on in PrestaShop, or take its number out of shops in the section [shop] of the configuration.
shop-unknown-shop-id = The PrestaShop has no shop { $shop }; it has { $available }. Correct shops in the section [shop] of the configuration.
shop-unknown-language = The shop has no language "{ $language }"; it has { $available }. Correct language in the section [shop] of the configuration.
shop-redirects = The shop's address { $from } sends elsewhere: { $to }. Give that address in the section [shop] of the configuration.
shop-not-a-prestashop = What answers is not a PrestaShop webservice (status { $status }). Check the shop's address.
shop-no-webservice-here = There is no webservice at this address (status { $status }). Check the shop's address; if it is right, the host must pass /api to PrestaShop (URL rewriting).
shop-forbidden = The shop's web server or a firewall refuses the webservice (status { $status }). Have the host allow this machine to reach /api.
shop-url-too-long = The shop's web server refuses a long address ({ $resource }). Have the host allow addresses of 8 kB.
shop-webservice-error = The shop's webservice refuses the call (resource "{ $resource }", status { $status }, code { $code }). Please report it.
shop-too-many-rows = The shop has more rows in "{ $resource }" than can be right.
shop-certificate-refused = The certificate of { $host }:{ $port } is not valid. Renew it, or correct the shop's address.
shop-tls-failed = No secure connection to { $host }:{ $port } can be made. Check that the shop's address begins rightly with http or https.
shop-unknown-host = The shop's host { $host } does not exist. Check the shop's address.
shop-port-closed = Nothing listens at { $host }:{ $port }. Check the shop's address, and that its web server runs.
shop-connection-failed = { $host }:{ $port } cannot be reached. Check the shop's address and the network.
shop-connect-timed-out = { $host }:{ $port } did not take the connection within { $seconds } s. Check the shop's address, and firewalls between here and there.
shop-timed-out = The shop at { $host }:{ $port } did not answer within { $seconds } s. If this goes on, see why the shop is slow.
shop-maintenance = The shop's server says that it is not available (status { $status }), as in maintenance. It is tried again later by itself; in maintenance, allow this machine's address.
shop-too-many-calls = The shop asks for fewer calls (status { $status }). It goes on more slowly by itself.
shop-gateway-error = The shop's server fails (status { $status }). It is tried again later by itself; if this goes on, see its log.
shop-crashed = The shop failed on "{ $resource }" (status { $status }, no text). See its PHP log.
shop-answer-unreadable = The shop's answer on "{ $resource }" cannot be read. See its PHP log for warnings that got into the answer.
shop-answer-too-long = The shop's answer on "{ $resource }" is longer than { $megabytes } MB.
shop-empty-answer = The shop gave nothing for "{ $resource }", where there must be something. See its PHP log.
shop-row-unreadable = A row of "{ $resource }" in the shop's list cannot be read.
shop-row-unnumbered = A record of { $resource } in the shop has no number that can be read (field { $field }), so nobody knows what it is about. It was passed over; all others went on. Correct it in the shop's database.
shop-part-of-nobody = A record of { $part } in the shop (number { $id }, field { $field }) belongs to this document but cannot be read. Correct it in the shop's database, then run "passerelle retry".
shop-record-unreadable = The field "{ $field }" of { $resource } { $id } cannot be understood. Correct the record in the shop, then run "passerelle retry".
shop-record-points-to-nothing = The field "{ $field }" of { $resource } { $id } points to { $target }, which is not there. Correct the record in the shop, then run "passerelle retry".
shop-record-incomplete = { $resource } { $id } is incomplete: its { $part } are missing. Correct the record in the shop, then run "passerelle retry".
shop-record-breaks-answer = The shop cannot give { $resource } { $id }: its answer breaks off or is no JSON. Save the record again in the back office (look for strange characters), then run "passerelle retry".
shop-part-breaks-answer = The shop cannot give a part of it ({ $part }): its answer breaks off or is no JSON. Look for strange characters in it, then run "passerelle retry".
shop-record-hidden = The shop has { $resource } { $id } but leaves it out of its lists. Save it again in the back office, then run "passerelle retry".
shop-record-in-closed-shop = { $resource } { $id } is only in a shop of the PrestaShop that the webservice key is not ticked for. In the back office, under Advanced Parameters > Webservice, edit the key and tick every shop (those that are left out of Dolibarr stay so), then run "passerelle retry".
shop-kind-not-readable = Documents of kind { $kind } are not read on their own.

## States, references, stock by carrier
order-carrier-unmapped = The carrier "{ $carrier }" of order { $reference } stands for no warehouse, so its goods cannot be taken off the stock. Add it under [stock.carriers] in the configuration, or "*" for any other carrier, then run "passerelle retry { $reference }".
invoice-without-number = Order { $reference } has an invoice without a number in the shop, but invoices are to keep the shop's numbers. Nothing was written for it. Give it a number in the shop, or set invoice_numbers = "erp" under [orders], then run "passerelle retry { $reference }".
erp-invoice-number-taken = Another invoice in Dolibarr has the number { $number } already, so this one was left a draft. Find out which of the two is right in Dolibarr; if two shops number alike, give each a form of its own (invoice_number_form under [orders]).
check-states = States for [states] { $setting }: { $states }.
check-states-unknown = [states] { $setting } names states that the shop does not have: { $unknown }. The shop has: { $available }. Correct the configuration.
check-invoices-off = The shop gives its invoices no numbers (Orders > Invoices is off). Orders in states flagged "invoice" get invoices in Dolibarr all the same, with the order's reference instead of the number; where no state has that flag, set invoice_without_shop = true under [states]. PrestaShop then records no payment when an order that waits for its money is marked as paid: enter it on the order's page.
check-invoice-numbers-without-invoices = [orders] invoice_numbers = "shop" needs invoices that the shop numbered, but the shop numbers none (Orders > Invoices is off), or invoice_without_shop makes some from orders. Set invoice_numbers = "erp".
check-invoice-numbers-shop = Invoices keep the shop's numbers, written as { $example }. Dolibarr does not count them: no other invoices may be numbered in this form.
check-stock-not-counted = [stock.carriers] chooses warehouses, but Dolibarr takes goods off the stock neither when an order nor when an invoice is validated. Switch one of them on in Dolibarr (Setup > Modules > Stocks), or leave [stock.carriers] empty.
check-stock-counted-twice = Dolibarr takes goods off the stock both when an order and when an invoice is validated. Passerelle names the warehouse for the order only. Switch one of them off in Dolibarr (Setup > Modules > Stocks).
check-stock-counted-with-shipments = Dolibarr takes goods off the stock with shipments too. Who makes shipments in Dolibarr takes them off twice: switch one of the rules off in Dolibarr (Setup > Modules > Stocks).
check-carriers-unmapped = These carriers of the shop stand for no warehouse: { $carriers }. Orders with them are quarantined. Add them under [stock.carriers] in the configuration, or "*" for any other.
check-carrier-warehouse-unknown = The carrier "{ $carrier }" stands for warehouse { $warehouse }, which Dolibarr does not have. Correct [stock.carriers].
check-carrier-warehouse-closed = The carrier "{ $carrier }" stands for warehouse { $warehouse }, which is closed in Dolibarr. Open it, or choose another one under [stock.carriers].
check-carriers = { $count ->
        [one] One carrier stands for an open warehouse.
       *[other] { $count } carriers stand for open warehouses.
    }

## Levels of stock
stock-not-managed = Stock of { $reference } is left out: packs and virtual products have no stock of their own.
stock-not-brought-over = Stock of { $reference } is left out: none of the shops that are brought over with their levels has a quantity of it.
stock-product-left-out = Stock of { $reference } is left out, because the product itself is not in Dolibarr.
stock-no-warehouse = No warehouse is chosen for the stock of { $reference }. Set "warehouse" in the section [stock] (or [erp]) of the configuration.
stock-product-gone = Product number { $product } is not in Dolibarr any more, so it can have no level. Run "passerelle sync products", then "passerelle sync stock".
stock-of-service = Product number { $product } is a service in Dolibarr, and services have no stock there. Make it a product in Dolibarr, or a virtual product in the shop.
stock-by-lot = Product number { $product } is kept by lots or serial numbers in Dolibarr; the shop knows only quantities, so its level is not written. Switch lots off for the product in Dolibarr, or keep its level by hand.
stock-combination-missing = { $count ->
        [one] One combination of the product is not in Dolibarr, so its level is not either: { $combinations }.
       *[other] { $count } combinations of the product are not in Dolibarr, so their levels are not either: { $combinations }.
    } All other levels are right. See "passerelle why combination/…" for what keeps them.
stock-drift = Stock was moved in Dolibarr, and the shop does not know of it (quantity in the shop / level in Dolibarr; # is a combination): { $levels }. Enter the right quantity in the shop, or undo the movement in Dolibarr; with drift = "correct" in the section [stock], Passerelle puts the shop's quantity back.
stock-never-agrees = The level in Dolibarr was corrected several times and is different again each time. Something else moves it: look at the product's stock movements in Dolibarr, then run "passerelle retry".
stock-read-back = The levels were written and are read back before they count as in step.
check-levels = The shop's quantities go into warehouse { $warehouse }. The Dolibarr user needs the permission "Create/modify stocks", which cannot be tried without writing.
check-levels-no-module = Levels of stock are to be brought over ("levels" in the section [stock] of the configuration), but the module Stocks is off in Dolibarr. Switch it on (Setup > Modules), or set levels = false.
check-levels-warehouse-choose = Levels of stock are to be brought over, but no warehouse is chosen. Set "warehouse" in the section [stock] to the number of one of these: { $warehouses }.
check-levels-warehouse-none = Levels of stock are to be brought over, but Dolibarr has no open warehouse. Create one, and set "warehouse" in the section [stock] to its number.
check-levels-warehouse-unknown = Levels of stock are to go into warehouse { $warehouse }, which Dolibarr does not have. Correct "warehouse" in the section [stock] or [erp]: { $warehouses }.
check-levels-warehouse-closed = Levels of stock are to go into warehouse { $warehouse }, which is closed in Dolibarr. Open it, or choose another one in the section [stock].
check-levels-shipments = Dolibarr takes goods off the stock with shipments. What the shop sold left its quantity when it was ordered, so the shipment is told as moved in Dolibarr. Let orders or invoices take them off instead (Setup > Modules > Stocks).
check-levels-other-warehouse = Orders take goods off warehouse { $warehouses }, while the shop's quantities go into { $warehouse }: what is sold is missing in both. Choose the same warehouse in [stock.carriers] and in [stock].
kind-one-image = Image
kind-one-combinationimage = Image of combination
operation-image-upload = put an image into the product's folder
operation-file-copy = copy a document to the folder of the new reference
operation-file-delete = delete a file
images-not-wanted = Images are not brought over ([catalogue] images = "none").
images-product-absent = Its product is not in Dolibarr, so there is nowhere to put its images.
images-product-missing = Product { $reference } ({ $product } in the shop) is not in Dolibarr any more, so its images have no place. Run "passerelle retry product/{ $product }", then "passerelle retry images/{ $product }".
images-need-ecm = The images of { $reference } wait: Dolibarr up to version 17 takes in files only with its module DMS / ECM. Switch it on (Home > Setup > Modules > ECM), give the user of the key the right to submit documents, then run "passerelle sync".
images-broken = Product { $reference } ({ $product } in the shop): { $count ->
        [one] one of its images could not be brought over (number { $images })
       *[other] { $count } of its images could not be brought over (numbers { $images })
    }; everything else is there. "passerelle why images/{ $product }" says why. Upload them in the shop anew, or, when their files are mended, run "passerelle retry images/{ $product }".
product-kept-again = Another product had its reference or barcode; it is looked at once more.
images-order-again = Images were replaced by others; their order is looked at again.
image-too-long = Image { $image } has more than { $megabytes } megabytes and was left out. Upload a smaller one in the shop.
image-empty = The file of image { $image } is empty in the shop. Upload it anew.
image-not-an-image = The file of image { $image } in the shop is no JPEG, PNG, GIF or WebP. Upload it anew as one of these.
image-file-missing = The shop has image { $image } of product { $product } in its database, but not its file. Upload it anew in the shop.
image-crashed = The shop failed while it gave out image { $image } of product { $product }. It is tried again; when it stays so, look into the shop's error log.
file-too-long-to-move = The file { $file } has more than { $megabytes } megabytes and was not moved to the folder of the product's new reference. Move it by hand in Dolibarr's folder of documents.
file-left-behind = The file { $file } could not be seen in the folder of the product's new reference, so it was left in the old one. Move it by hand in Dolibarr's folder of documents.
erp-file-too-long = The web server of Dolibarr takes in no file of this length. Raise client_max_body_size (nginx) or LimitRequestBody (Apache) and PHP's post_max_size to 30 megabytes, then run "passerelle retry" for it.
check-images-need-ecm = This Dolibarr takes in images only with its module DMS / ECM, which is off. Switch it on (Home > Setup > Modules > ECM) and give the user of the key the right to submit documents, or set images = "none" under [catalogue].
status-remarks = In step, with something to know or to do:

## Constants of Dolibarr
constant-invoice-date-forced = Dolibarr dates every invoice with the day on which it is validated ({ $constant } is on), so invoices and credit notes would not bear the shop's days. Orders with an invoice are not brought over until you choose: switch "Force invoice date to validation date" off under Home > Setup > Modules > Invoices, or write invoice_dates = "erp" in the section [orders] of the configuration if Dolibarr's day is what you want. With invoice_numbers = "shop", invoices keep the shop's day, but credit notes do not.
constant-invoice-date-order = Dolibarr validates no invoice that is older than its latest one ({ $constant } is on). Invoices that come late stay drafts and their orders fail. For the first load, set the constant to 0 under Home > Setup > Other Setup; afterwards it can be switched on again.
constant-invoice-mask = Dolibarr numbers invoices by a mask ({ $constant } is mercure), and the mask of invoices or of credit notes is empty: none can be validated. Fill both masks under Home > Setup > Modules > Invoices.
constant-invoice-email = Dolibarr validates no invoice of a customer without a valid e-mail address ({ $constant } is on). Customers that stand for many (guests of a country, erased customers) have none, so their orders would fail. Switch it off under Home > Setup > Modules > Third parties, column "Mandatory to validate invoices", or give these third parties an address.
constant-invoice-vat-number = Dolibarr validates no invoice of a customer without VAT number ({ $constant } is on). Private customers have none, so their invoices stay drafts and their orders fail. Switch it off under Home > Setup > Modules > Third parties, column "Mandatory to validate invoices".
constant-invoice-account-code = Dolibarr validates no invoice of a customer without an accounting code ({ $constant } is on). Passerelle writes none: let Dolibarr make it (Home > Setup > Modules > Third parties, accounting code model aquarium), or switch the obligation off there, column "Mandatory to validate invoices".
constant-invoice-company-number = Dolibarr validates no invoice of a company of its own country that lacks professional id { $number } ({ $constant } is on). Where the shop's customer did not give it, the invoice stays a draft and the order fails. Switch it off under Home > Setup > Modules > Third parties, column "Mandatory to validate invoices", or fill the number in.
constant-invoice-company-number-unknown = Dolibarr validates no invoice of a company of its own country that lacks professional id { $number } ({ $constant } is on), and the shop knows no such number: these orders fail. Switch it off under Home > Setup > Modules > Third parties, column "Mandatory to validate invoices".
constant-order-mask = Dolibarr numbers orders by a mask ({ $constant } is saphir), and the mask is empty: no order gets a number. Fill the mask under Home > Setup > Modules > Sales orders.
constant-order-second-invoice = Dolibarr makes an invoice of its own of every order that is closed ({ $constant } is on): delivered orders would be invoiced twice. So Passerelle leaves delivered orders validated and does not close them. To have them closed, switch "Automatically create a customer invoice after a sales order is closed" off under Home > Setup > Modules > Inter-modules Workflow, then run "passerelle retry".
constant-payment-mask = Dolibarr numbers payments by a mask ({ $constant } is ant), and the mask is empty. Fill it under Home > Setup > Modules > Invoices, tab Payments.
constant-customer-code-mask = Dolibarr makes customer codes by a mask ({ $constant } is elephant), and the mask is empty: no customer can be created. Fill the mask under Home > Setup > Modules > Third parties.
constant-customer-code-free = Dolibarr's model of customer codes is leopard ({ $constant }), which makes none: third parties that Passerelle creates have no code. If they should have one, choose monkey or elephant under Home > Setup > Modules > Third parties.
constant-customer-code-ours = Dolibarr wants a code for each customer but its model leopard makes none ({ $constant }, MAIN_COMPANY_CODE_ALWAYS_REQUIRED). So customers get a code of Passerelle's, such as PS1-42. To have Dolibarr make them, choose monkey or elephant under Home > Setup > Modules > Third parties.
constant-customer-email = Dolibarr wants an e-mail address for each third party ({ $constant } is on). Those that stand for many customers (guests of a country, erased customers) have none, so they and their orders fail. Switch it off under Home > Setup > Modules > Third parties, column "Mandatory to create third parties".
constant-customer-email-unique = Dolibarr allows each e-mail address once ({ $constant } is on). A guest who orders twice has two accounts in the shop: the second one fails. Switch it off under Home > Setup > Modules > Third parties, column "Must be unique", or take all guests onto one third party (guests in the section [customers]).
constant-customer-vat-number = Dolibarr wants a VAT number for each third party ({ $constant } is on). Private customers have none and fail with their orders. Switch it off under Home > Setup > Modules > Third parties, column "Mandatory to create third parties".
constant-customer-vat-number-unique = Dolibarr allows each VAT number once ({ $constant } is on). Two customers of one company cannot both have it: the second one fails. Switch it off under Home > Setup > Modules > Third parties, column "Must be unique".
constant-customer-account-code = Dolibarr wants an accounting code for each customer ({ $constant } is on), and Passerelle writes none: customers and their orders fail. Switch it off under Home > Setup > Modules > Third parties, column "Mandatory to create third parties".
constant-customer-company-number = Dolibarr wants professional id { $number } of companies of its own country, and since version 21 of persons too ({ $constant } is on). Customers who did not give it in the shop fail. Switch it off under Home > Setup > Modules > Third parties, column "Mandatory to create third parties".
constant-customer-company-number-unknown = Dolibarr wants professional id { $number } of companies of its own country, and since version 21 of persons too ({ $constant } is on). The shop knows no such number: they fail. Switch it off under Home > Setup > Modules > Third parties, column "Mandatory to create third parties".
constant-customer-company-number-unique = Dolibarr allows each professional id { $number } once ({ $constant } is on). Two customers of one company cannot both have it: the second one fails. Switch it off under Home > Setup > Modules > Third parties, column "Must be unique".
constant-stock-for-orders = Dolibarr takes no order for more pieces than it has in stock ({ $constant } is on). Passerelle looks at the stock first and brings such orders over only once there is enough. Switch it off under Home > Setup > Modules > Stock: what was sold in the shop is sold.
constant-stock-for-invoices = Dolibarr takes no invoice for more pieces than it has in stock ({ $constant } is on). Passerelle looks at the stock first and brings such orders over only once there is enough. Switch it off under Home > Setup > Modules > Stock: what was sold in the shop is sold.
constant-stock-negative = Dolibarr lets no stock fall below zero ({ $constant } on version 22 and later, STOCK_ALLOW_NEGATIVE_TRANSFER off before). Orders that take more goods than there are wait, and quantities below zero cannot be brought over. Allow negative stock under Home > Setup > Modules > Stock.
constant-barcode-mask = Dolibarr checks barcodes of products against a mask ({ $constant } is set): products whose barcode does not fit fail. Switch the check off under Home > Setup > Modules > Barcodes.
constant-categories-above = Dolibarr puts a product that enters a category into all categories above it, too ({ $constant } is on). Products then stand in more categories than in the shop, and Passerelle takes them out again when they change. Switch it off under Home > Setup > Modules > Tags/Categories.
constant-advanced-rights = Dolibarr asks for rights of their own to validate ({ $constant } is on): the key's user needs "Validate customer orders" and "Validate customer invoices" beside the right to create them, administrators too. They cannot be tried without writing.
constant-order-mails = Dolibarr sends an e-mail for each order that is validated ({ $constant }): a first load sends as many as there are orders. Empty the address under Home > Setup > Modules > Email notifications until the first load is done.
constant-invoice-mails = Dolibarr sends an e-mail for each invoice that is validated ({ $constant }): a first load sends as many as there are invoices. Empty the address under Home > Setup > Modules > Email notifications until the first load is done.
erp-company-currency-unknown = Dolibarr does not say in an understandable way which currency the company has (constant MAIN_MONNAIE: "{ $code }"). Nothing was written. Choose the currency under Home > Setup > Company/Organization, then try again.
erp-constant-strange = Dolibarr's constant { $constant } has the value "{ $value }", which Passerelle does not understand, and totals depend on it. Nothing was written. Correct it under Home > Setup > Limits and accuracy, or under Other Setup.

## What validated documents show
order-shows-otherwise = Order { $reference } is in Dolibarr as { $erp_reference }, but not as it was written.{ $shop_day ->
    [none] {""}
   *[other] {" "}Its day is { $erp_day } there, { $shop_day } in the shop.
    }{ $shop_number ->
    [none] {""}
   *[other] {" "}Its number should be { $shop_number }.
    }{ $shop_party ->
    [none] {""}
   *[other] {" "}It is on third party { $erp_party } instead of { $shop_party }.
    } Correct it in Dolibarr if that matters to you; "passerelle doctor" names the settings of Dolibarr that do such things.
invoice-shows-otherwise = Invoice { $erp_reference } of order { $reference } is validated in Dolibarr, but not as it was written.{ $shop_day ->
    [none] {""}
   *[other] {" "}Its day is { $erp_day } there, { $shop_day } in the shop.
    }{ $shop_number ->
    [none] {""}
   *[other] {" "}Its number should be { $shop_number }.
    }{ $shop_party ->
    [none] {""}
   *[other] {" "}It is on third party { $erp_party } instead of { $shop_party }.
    } A validated invoice is never altered. Tell your accountant: it can stay, or be cancelled by a credit note and made anew. "passerelle doctor" names the settings of Dolibarr that do such things.
payment-by-other = The payment by { $methods } was recorded like all methods that the configuration does not name ([payments."*"]). If that is right, name the method in the section [payments], and this remark ends with the next "passerelle retry". If not, correct mode and account of the payment in Dolibarr, and name the method all the same.
check-payments-other = These payment methods are not in the section [payments] of the configuration, so their payments go where "*" says: { $methods }. Name each with its mode and account. Or write other_payments = "wait" in the section [orders]: then such payments wait until they are named.
check-payments-wait = Payments by these methods wait, because the section [payments] of the configuration does not name them: { $methods }. Name each with its mode and account, then run "passerelle retry" for their orders.
stock-elsewhere = Dolibarr has pieces in warehouses that Passerelle does not keep, on top of the shop's (# is a combination): { $elsewhere }. Move or take them out in Dolibarr if they are the shop's. If they are meant to be there, write elsewhere = "ignore" in the section [stock].
check-levels-elsewhere = These open warehouses get none of the shop's quantities: { $warehouses }. Pieces of its products in there come on top of the shop's, and "passerelle status" tells them for each product. With elsewhere = "ignore" in the section [stock] they are not told.
order-stock-short = Dolibarr has not enough in stock for order { $reference } (wanted / there): { $goods }. Its set-up takes no document for more than there is. Nothing was written. Enter the goods in Dolibarr, or switch the rule off under Home > Setup > Modules > Stock; then run "passerelle retry { $reference }".
order-currency-off = Order { $reference } is in { $currency }, and Dolibarr's module Multicurrency is off: its payments could not be recorded. Nothing was written. Switch the module on under Home > Setup > Modules and add { $currency } with a rate, then run "passerelle retry { $reference }".
invoice-date-forced = Dolibarr would date the invoices and credit notes of order { $reference } with the day of their validation instead of the shop's. Nothing was written. Switch "Force invoice date to validation date" off under Home > Setup > Modules > Invoices, or write invoice_dates = "erp" in the section [orders] of the configuration; then run "passerelle retry { $reference }".
erp-stock-short = Dolibarr has not enough in stock, and its set-up takes no document or movement for more than there is. Enter the goods in Dolibarr, or switch the rule off under Home > Setup > Modules > Stock; then run "passerelle retry".
erp-invoice-not-latest = Dolibarr validates no invoice that is older than its latest one, so this one stays a draft. Set the constant INVOICE_CHECK_POSTERIOR_DATE to 0 under Home > Setup > Other Setup, then run "passerelle retry".
erp-barcode-refused = Dolibarr checks barcodes against a mask, and the product's does not fit. Switch the check off under Home > Setup > Modules > Barcodes, or correct the barcode in the shop; then run "passerelle retry".
erp-rule-refuses = A rule in Dolibarr's set-up refuses it: a field of the third party must be filled, or must be unique. "passerelle doctor" names the rule. Change it under Home > Setup > Modules > Third parties, or correct the third party; then run "passerelle retry".
erp-mask-missing = Dolibarr makes numbers by a mask that is empty, so the document stays a draft. "passerelle doctor" says where to fill it in; then run "passerelle retry".

## The rehearsal
plan-group-created = To be made
plan-group-adopted = Adopted: in Dolibarr already, and taken for the shop's
plan-group-changed = To be changed
plan-group-waiting = Waiting for others
plan-group-quarantined = Put aside until somebody acts
plan-group-ignored = Left out by a rule
plan-group-in-step = In step, with something to know
plan-more = { $count ->
    [one] … and one more (--all lists every one)
   *[other] … and { $count } more (--all lists every one)
}
plan-adopts = number { $number } in Dolibarr
plan-change = { $field } "{ $old }" → "{ $new }"
field-reference = reference
field-external-reference = external reference
field-label = label
field-description = description
field-price = price
field-vat = VAT
field-on-sale = on sale
field-service = service
field-barcode = barcode
field-weight = weight
field-size = size
field-cost-price = cost price
field-name = name
field-email = e-mail
field-phone = phone
field-address = address
field-postcode = postcode
field-town = town
field-country = country
field-vat-number = VAT number
field-professional-id = professional id
field-language = language
field-note = note
field-open = open
field-customer = customer
field-parent = parent category
field-visible = visible

## Turnover that is there already
turnover-there-already = Dolibarr holds turnover of this shop already: { $there } of the orders looked at ({ $looked }), and invoices of { $invoices }, the latest of { $latest }. { $adopted ->
    [yes] They are adopted where the evidence suffices, never altered and never doubled; "passerelle plan --all" lists each, and what has to be decided. To leave them out altogether, set "since" in the section [orders].
   *[no] Adoption is switched off ("turnover" in the section [adoption] of the configuration): each of them would be made a second time. Switch it on, or set "since" in the section [orders].
}
products-there-already = Dolibarr holds { $there } of the { $products } products looked at already, by their references. { $kept ->
    [none] The shop's label, price, VAT and so on are written over theirs: "passerelle plan" shows each, old and new. To keep fields as they are in Dolibarr, set "kept" in the section [adoption] of the configuration.
   *[some] Of them the fields that "kept" names in the section [adoption] of the configuration stay as they are: "passerelle plan" shows what changes.
}
ask-turnover = What is to become of the orders and invoices that are in Dolibarr already?
ask-turnover-adopt = Adopt them: they stay as they are, nothing is doubled
ask-turnover-since = Leave them out: bring over orders from a day on
ask-turnover-new = Make all of them anew (they would be there twice)
ask-since = Orders from this day on
ask-products = Who owns the fields of the products that are in Dolibarr already?
ask-products-shop = The shop: its label, price, VAT and so on are written over theirs
ask-products-texts-prices = Dolibarr keeps their texts and prices, the shop owns the rest
ask-products-erp = Dolibarr keeps all of them
init-keep-unknown = "{ $name }" is no group of fields. --keep takes texts, prices, measures, barcode, sale and extrafields, with commas between them.
