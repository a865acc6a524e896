namespace AiDesk.Policy.Leaks;

/// <summary>Words right before a number that say what it is of: an order, a parcel, an invoice. Such a number is no telephone, whatever else the sentence says.</summary>
internal static class NumberLabels
{
    private static readonly string[] Counters = ["number", "numbers", "no", "nr", "num", "id", "code", "nummer", "número", "numero", "numéro"];

    private static readonly string[] Things =
    [
        "order", "purchase", "puchase", "case", "ticket", "invoice", "tracking", "parcel", "shipment", "reference", "ref", "item", "product", "serial", "part", "article", "booking", "refund", "return",
        "transaction", "bestellung", "bestellnummer", "sendung", "sendungsnummer", "rechnung", "rechnungsnummer", "kundennummer", "auftrag", "artikel", "artikelnummer", "pedido", "compra",
        "factura", "seguimiento", "referencia", "envío", "commande", "colis", "facture", "suivi", "référence", "ordine", "fattura", "pacco", "spedizione", "riferimento", "encomenda", "fatura",
        "rastreio", "referência", "bestelling", "bestelnummer", "factuur", "factuurnummer", "pakket", "zending", "pincode", "isbn", "ean", "gtin", "sku", "imei",
    ];

    /// <param name="before">What stands before the number.</param>
    public static bool EndIn(ReadOnlySpan<char> before)
    {
        const string Signs = " .:#º°*-\t";
        var rest = before.TrimEnd(Signs);
        foreach (var counter in Counters)
        {
            if (EndsInWord(rest, counter))
            {
                rest = rest[..^counter.Length].TrimEnd(Signs);
                break;
            }
        }

        foreach (var thing in Things)
        {
            if (EndsInWord(rest, thing))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsInWord(ReadOnlySpan<char> text, string word) =>
        text.EndsWith(word, StringComparison.OrdinalIgnoreCase) && (text.Length == word.Length || !char.IsLetterOrDigit(text[^(word.Length + 1)]));
}
