//! What persons do in Dolibarr's own pages: delete, merge, set to draft, edit, pay, with what these refuse. The REST API knows
//! none of it.

use rust_decimal::Decimal;

use super::data::{Document, ErpData, Payment};
use super::papers;

/// Why Dolibarr refuses something to a person.
pub type Refused = &'static str;

impl ErpData {
    fn order_change(&mut self, id: u32, change: impl FnOnce(&mut Document)) -> Result<(), Refused> {
        let mut order = self.orders.get(id).cloned().ok_or("there is no such order")?;
        change(&mut order);
        order.record.modified = self.tick();
        self.orders.put(order);
        Ok(())
    }

    fn invoice_change(&mut self, id: u32, change: impl FnOnce(&mut Document)) -> Result<(), Refused> {
        let mut invoice = self.invoices.get(id).cloned().ok_or("there is no such invoice")?;
        change(&mut invoice);
        invoice.record.modified = self.tick();
        self.invoices.put(invoice);
        Ok(())
    }

    /// Deletes an order, in whatever state; its invoices stay.
    ///
    /// # Errors
    /// When there is none.
    pub fn person_deletes_order(&mut self, id: u32) -> Result<(), Refused> {
        let order = self.orders.take(id).ok_or("there is no such order")?;
        for (link, invoice) in &order.links {
            if let Some(mut invoice) = self.invoices.get(*invoice).cloned() {
                invoice.links.retain(|(it, _)| it != link);
                self.invoices.put(invoice);
            }
        }
        self.tick();
        Ok(())
    }

    /// Sets a validated, shipped or delivered order back to draft.
    ///
    /// # Errors
    /// When it is a draft or cancelled.
    pub fn person_sets_order_to_draft(&mut self, id: u32) -> Result<(), Refused> {
        if self.orders.get(id).is_none_or(|order| order.status <= 0) {
            return Err("it is none that can be a draft again");
        }
        self.order_change(id, |order| order.status = 0)
    }

    /// Validates a draft.
    ///
    /// # Errors
    /// When it is none.
    pub fn person_validates_order(&mut self, id: u32) -> Result<(), Refused> {
        if self.orders.get(id).is_none_or(|order| order.status != 0) {
            return Err("it is no draft");
        }
        self.order_change(id, |order| order.status = 1)
    }

    /// Sets a validated order to cancelled.
    ///
    /// # Errors
    /// When it is in another state.
    pub fn person_cancels_order(&mut self, id: u32) -> Result<(), Refused> {
        if self.orders.get(id).is_none_or(|order| order.status != 1) {
            return Err("only validated orders are cancelled");
        }
        self.order_change(id, |order| order.status = -1)
    }

    /// Classifies a validated order as delivered.
    ///
    /// # Errors
    /// When it is in another state.
    pub fn person_closes_order(&mut self, id: u32) -> Result<(), Refused> {
        if self.orders.get(id).is_none_or(|order| order.status != 1) {
            return Err("only validated orders are closed");
        }
        self.order_change(id, |order| order.status = 3)
    }

    /// Reopens a delivered order, which is then no longer billed either.
    ///
    /// # Errors
    /// When it is not delivered.
    pub fn person_reopens_order(&mut self, id: u32) -> Result<(), Refused> {
        if self.orders.get(id).is_none_or(|order| order.status != 3) {
            return Err("it is not delivered");
        }
        self.order_change(id, |order| {
            order.status = 1;
            order.billed = false;
        })
    }

    /// Sets an order to draft, changes the quantity of its first line, and validates it again.
    ///
    /// # Errors
    /// When it cannot be a draft.
    pub fn person_edits_order(&mut self, id: u32, quantity: Decimal) -> Result<(), Refused> {
        let status = self.orders.get(id).map(|order| order.status).ok_or("there is no such order")?;
        if status > 0 {
            self.person_sets_order_to_draft(id)?;
        } else if status < 0 {
            return Err("it is cancelled");
        }
        let mut order = self.orders.get(id).cloned().ok_or("there is no such order")?;
        let foreign = order.foreign();
        let line = order.lines.first_mut().ok_or("it has no lines")?;
        line.qty = quantity;
        line.compute(foreign);
        papers::sum(self, &mut order);
        order.status = i64::from(status > 0);
        order.record.modified = self.tick();
        self.orders.put(order);
        Ok(())
    }

    /// Deletes an invoice: a draft, or the last one of its series without payments, whose number is then given out again.
    ///
    /// # Errors
    /// When it has payments, is closed, or is not the last one.
    pub fn person_deletes_invoice(&mut self, id: u32) -> Result<(), Refused> {
        let invoice = self.invoices.get(id).cloned().ok_or("there is no such invoice")?;
        if self.payments_of(id).next().is_some() {
            return Err("it has payments");
        }
        if self.invoices.iter().any(|other| other.source == Some(id)) {
            return Err("a credit note corrects it");
        }
        let reference = invoice.record.text("ref").to_owned();
        let is_same = |it: &&Document| it.kind == invoice.kind && !it.record.text("ref").starts_with('(');
        let number =
            |it: &Document| -> Option<u32> { it.record.text("ref").rsplit('-').next()?.parse().ok() };
        let last = self.invoices.iter().filter(is_same).filter_map(number).max();
        if invoice.status > 1 {
            return Err("it is closed");
        }
        if invoice.status == 1 && number(&invoice) != last {
            return Err("only the last one may go");
        }
        let series = if invoice.kind == 2 { "AV" } else { "FA" };
        if let (Some(taken), Some(number)) =
            (self.numbers.get_mut(series), reference.rsplit('-').next().and_then(|it| it.parse().ok()))
        {
            taken.remove(&number);
        }
        self.invoices.take(id);
        for (link, order) in &invoice.links {
            if let Some(mut order) = self.orders.get(*order).cloned() {
                order.links.retain(|(it, _)| it != link);
                self.orders.put(order);
            }
        }
        self.tick();
        Ok(())
    }

    /// Sets an invoice without payments back to draft ("Modify").
    ///
    /// # Errors
    /// When it is not validated, or has payments.
    pub fn person_sets_invoice_to_draft(&mut self, id: u32) -> Result<(), Refused> {
        if self.payments_of(id).next().is_some() {
            return Err("it has payments");
        }
        if self.invoices.get(id).is_none_or(|invoice| invoice.status != 1) {
            return Err("it is not validated");
        }
        self.invoice_change(id, |invoice| invoice.status = 0)
    }

    /// Classifies an invoice as unpaid again; its payments stay.
    ///
    /// # Errors
    /// When it is not closed.
    pub fn person_reopens_invoice(&mut self, id: u32) -> Result<(), Refused> {
        if self.invoices.get(id).is_none_or(|invoice| invoice.status < 2) {
            return Err("it is not closed");
        }
        self.invoice_change(id, |invoice| {
            invoice.status = 1;
            invoice.paid = false;
        })
    }

    /// Classifies a validated invoice as abandoned.
    ///
    /// # Errors
    /// When it is not validated.
    pub fn person_abandons_invoice(&mut self, id: u32) -> Result<(), Refused> {
        if self.invoices.get(id).is_none_or(|invoice| invoice.status != 1) {
            return Err("it is not validated");
        }
        self.invoice_change(id, |invoice| invoice.status = 3)
    }

    /// Records a payment of the rest of an invoice, which closes it.
    ///
    /// # Errors
    /// When there is nothing left to pay, or it is no open invoice.
    pub fn person_pays_invoice(&mut self, id: u32) -> Result<(), Refused> {
        let invoice = self.invoices.get(id).cloned().ok_or("there is no such invoice")?;
        let rest = invoice.totals.gross - self.paid_on(id);
        if invoice.status != 1 || invoice.kind != 0 || rest <= Decimal::ZERO {
            return Err("there is nothing to pay");
        }
        self.payment_id += 1;
        self.bank_line += 1;
        let payment = Payment {
            id: self.payment_id,
            reference: format!("PAY-{}", self.payment_id),
            ref_ext: String::new(),
            number: "by hand".to_owned(),
            comment: String::new(),
            invoice: id,
            amount: rest,
            currency_amount: rest,
            date: self.now,
            mode: 2,
            account: 1,
            bank_line: self.bank_line,
        };
        self.payments.push(payment);
        self.invoice_change(id, |invoice| {
            invoice.status = 2;
            invoice.paid = true;
        })
    }

    /// Deletes the first payment of an invoice, with its line at the bank.
    ///
    /// # Errors
    /// When the invoice is closed (it has to be classified as unpaid first), or has none.
    pub fn person_deletes_payment(&mut self, invoice: u32) -> Result<(), Refused> {
        let payment = self.payments_of(invoice).next().map(|it| it.id).ok_or("it has no payment")?;
        let closed = |it: &Payment| self.invoices.get(it.invoice).is_some_and(|invoice| invoice.status > 1);
        if self.payments.iter().filter(|it| it.id == payment).any(closed) {
            return Err("ErrorDeletePaymentLinkedToAClosedInvoiceNotPossible");
        }
        // The invoice's own row is not written.
        self.payments.retain(|it| it.id != payment);
        self.tick();
        Ok(())
    }

    /// Deletes a product that no document has.
    ///
    /// # Errors
    /// When it is used.
    pub fn person_deletes_product(&mut self, id: u32) -> Result<(), Refused> {
        let has = |it: &Document| it.lines.iter().any(|line| line.product == Some(id));
        if self.orders.iter().chain(self.invoices.iter()).any(has) {
            return Err("it is used");
        }
        let product = self.products.take(id).ok_or("there is no such product")?;
        self.ties.retain(|tie| tie.parent != id && tie.child != id);
        let folder = product.record.text("ref").to_owned();
        self.files.retain(|file| file.part != "product" || file.folder != folder);
        let holders: Vec<u32> = self.categories.iter().map(|it| it.record.id).collect();
        for category in holders {
            if let Some(mut category) = self.categories.get(category).cloned()
                && category.kind == "product"
                && category.objects.remove(&id)
            {
                self.categories.put(category);
            }
        }
        self.tick();
        Ok(())
    }

    /// Deletes a category; those beneath it move up.
    ///
    /// # Errors
    /// When there is none.
    pub fn person_deletes_category(&mut self, id: u32) -> Result<(), Refused> {
        let gone = self.categories.take(id).ok_or("there is no such category")?;
        let beneath: Vec<u32> =
            self.categories.iter().filter(|it| it.parent == id).map(|it| it.record.id).collect();
        for child in beneath {
            if let Some(mut child) = self.categories.get(child).cloned() {
                child.parent = gone.parent;
                self.categories.put(child);
            }
        }
        self.tick();
        Ok(())
    }

    /// Deletes a contact; documents lose it.
    ///
    /// # Errors
    /// When there is none.
    pub fn person_deletes_contact(&mut self, id: u32) -> Result<(), Refused> {
        self.contacts.take(id).ok_or("there is no such contact")?;
        let orders: Vec<u32> = self.orders.iter().map(|it| it.record.id).collect();
        for order in orders {
            if let Some(mut order) = self.orders.get(order).cloned() {
                order.contacts.retain(|(contact, _)| *contact != id);
                self.orders.put(order);
            }
        }
        let invoices: Vec<u32> = self.invoices.iter().map(|it| it.record.id).collect();
        for invoice in invoices {
            if let Some(mut invoice) = self.invoices.get(invoice).cloned() {
                invoice.contacts.retain(|(contact, _)| *contact != id);
                self.invoices.put(invoice);
            }
        }
        self.tick();
        Ok(())
    }

    /// Deletes a third party without documents, with its contacts.
    ///
    /// # Errors
    /// When it has documents.
    pub fn person_deletes_third_party(&mut self, id: u32) -> Result<(), Refused> {
        if self.orders.iter().chain(self.invoices.iter()).any(|it| it.socid == id) {
            return Err("it has documents");
        }
        self.third_parties.take(id).ok_or("there is no such third party")?;
        let contacts: Vec<u32> =
            self.contacts.iter().filter(|it| it.socid == Some(id)).map(|it| it.record.id).collect();
        for contact in contacts {
            self.person_deletes_contact(contact)?;
        }
        self.tick();
        Ok(())
    }

    /// Merges a third party into another one: its documents and contacts become the other one's, fields that the other one
    /// lacks are filled, and it is gone.
    ///
    /// # Errors
    /// When one of them is not there, or both are the same.
    pub fn person_merges_third_party(&mut self, gone: u32, survivor: u32) -> Result<(), Refused> {
        if gone == survivor || self.third_parties.get(gone).is_none() {
            return Err("there are no two of them");
        }
        let mut other = self.third_parties.get(survivor).cloned().ok_or("there are no two of them")?;
        let origin = self.third_parties.take(gone).ok_or("there are no two of them")?;
        let fields: Vec<(&'static str, String)> =
            origin.record.fields().map(|(name, text)| (name, text.to_owned())).collect();
        for (name, text) in fields {
            if other.record.text(name).is_empty() {
                other.record.set(name, Some(text));
            }
        }
        let now = self.tick();
        other.record.modified = now;
        self.third_parties.put(other);
        let contacts: Vec<u32> =
            self.contacts.iter().filter(|it| it.socid == Some(gone)).map(|it| it.record.id).collect();
        for contact in contacts {
            if let Some(mut contact) = self.contacts.get(contact).cloned() {
                contact.socid = Some(survivor);
                self.contacts.put(contact);
            }
        }
        let orders: Vec<u32> =
            self.orders.iter().filter(|it| it.socid == gone).map(|it| it.record.id).collect();
        for order in orders {
            self.order_change(order, |order| order.socid = survivor)?;
        }
        let invoices: Vec<u32> =
            self.invoices.iter().filter(|it| it.socid == gone).map(|it| it.record.id).collect();
        for invoice in invoices {
            self.invoice_change(invoice, |invoice| invoice.socid = survivor)?;
        }
        for category in self.categories.iter().map(|it| it.record.id).collect::<Vec<_>>() {
            if let Some(mut category) = self.categories.get(category).cloned()
                && category.kind == "customer"
                && category.objects.remove(&gone)
            {
                category.objects.insert(survivor);
                self.categories.put(category);
            }
        }
        Ok(())
    }
}
