using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// Tokens in public links. A link that a customer is sent to do something (reset, confirm, pay, track) carries a token of theirs; a key, a password or a signature
/// is somebody's anywhere, and so is a token where the link says nothing of what it is for.
/// </summary>
internal static class LinkTokens
{
    /// <summary>Longest part of a link before the name of the parameter.</summary>
    private const int Reach = 512;

    /// <summary>Parameters that give access to more than one page.</summary>
    private static readonly SearchValues<string> Access = SearchValues.Create(
        ["access_token", "accesstoken", "auth_token", "authtoken", "private_token", "refresh_token", "id_token", "api_token", "bot_token", "signature", "sig=", "security-token", "client_secret"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>What customers follow links for, in seven languages as addresses spell them.</summary>
    private static readonly SearchValues<string> Errands = SearchValues.Create(
        [
            "reset", "verif", "confirm", "activat", "invit", "unsubscrib", "subscri", "optout", "opt-out", "prefer", "survey", "feedback", "review", "rate", "track", "trace", "shipment", "parcel",
            "deliver", "pay", "checkout", "cart", "invoice", "receipt", "bill", "order", "return", "refund", "book", "reserv", "ticket", "case", "support", "chat", "login", "signin", "sign-in", "magic",
            "account", "password", "register", "signup", "welcome", "download", "share", "view", "sign", "quote", "offer", "claim", "redeem", "voucher", "gift", "join", "meet", "event", "rsvp",
            "bestaetig", "zahl", "rechnung", "sendung", "konto", "passwort", "abmeld", "seguimiento", "pago", "pedido", "factura", "cuenta", "suivi", "paiement", "commande", "facture", "compte",
            "traccia", "ordine", "fattura", "pagament", "rastre", "encomenda", "fatura", "conta", "betaal", "bestelling", "factuur", "volg", "wachtwoord", "herstel",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Is the value behind a name part of a link that a customer is meant to follow?</summary>
    public static bool IsForCustomer(in LeakScan scan, int name, int start, SecretName kind)
    {
        var text = scan.Text;
        if (kind == SecretName.Password || !Links.IsInPublicLink(text, name))
        {
            return false;
        }

        if (LinkScan.IsInAllowedLink(scan, start))
        {
            return true;
        }

        var before = text[Math.Max(0, start - Reach)..start];
        var link = before[(before.LastIndexOfAny(" \t\r\n\"'<>(") + 1)..];
        var parameter = link[(link.LastIndexOfAny("?&#;") + 1)..];
        var isToken = text[name..].StartsWith("token", StringComparison.OrdinalIgnoreCase);
        return !parameter.ContainsAny(Access) && (kind != SecretName.Key || (isToken && link.ContainsAny(Errands)));
    }
}
