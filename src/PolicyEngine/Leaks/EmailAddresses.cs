using System.Collections.Frozen;

namespace AiDesk.Policy.Leaks;

/// <summary>E-mail addresses in their usual form.</summary>
internal static class EmailAddresses
{
    private const int MaxPart = 254;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Reserved = FrozenSet.ToFrozenSet(
        ["example.com", "example.org", "example.net", "example", "test", "invalid", "localhost"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Roles = FrozenSet.ToFrozenSet(
        [
            "info", "support", "help", "helpdesk", "service", "services", "customerservice", "customer.service", "customer-service", "customercare", "care", "sales", "marketing",
            "contact", "hello", "hi", "team", "office", "admin", "administrator", "postmaster", "hostmaster", "webmaster", "abuse", "security", "privacy", "legal", "press",
            "media", "jobs", "careers", "billing", "accounts", "orders", "returns", "refunds", "feedback", "noreply", "no-reply", "donotreply", "do-not-reply", "newsletter",
            "hola", "ayuda", "soporte", "contacto", "atencion", "atencioncliente", "pedidos", "devoluciones", "ventas", "bonjour", "aide", "serviceclient", "service-client",
            "hallo", "hilfe", "kundenservice", "kundendienst", "kontakt", "bestellung", "rechnung", "datenschutz", "ciao", "aiuto", "assistenza", "servizioclienti", "contatti",
            "ola", "ajuda", "suporte", "contato", "apoio", "atendimento", "klantenservice", "bestellingen", "retour",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOf('@') is >= 0 and var found)
        {
            var at = from + found;
            from = at + 1;
            var start = at;
            while (start > 0 && at - start < MaxPart && IsLocal(text[start - 1]))
            {
                start--;
            }

            var length = CharClasses.RunLength(text, at + 1, Alphabet.AlphaNumeric | Alphabet.Dash | Alphabet.Dot, MaxPart);
            var domain = text.Slice(at + 1, length).TrimEnd(".-");
            var dot = domain.LastIndexOf('.');
            if (start < at && dot > 0 && domain.Length - dot > 2)
            {
                from = at + 1 + domain.Length;
                if (IsNobodys(text[start..at], domain))
                {
                    continue;
                }

                scan.AddId("leak.pii.email", start, at + 1 + domain.Length);
            }
        }
    }

    /// <summary>Domains that are kept for documentation (RFC 2606, RFC 6761) are nobody's; what role accounts are called (RFC 2142) is no person's.</summary>
    private static bool IsNobodys(ReadOnlySpan<char> local, ReadOnlySpan<char> domain)
    {
        var top = domain[(domain.LastIndexOf('.') + 1)..];
        return Reserved.Contains(domain) || Reserved.Contains(top) || Roles.Contains(local) || domain.EndsWith(".example.com", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsLocal(char c) => CharClasses.Is(c, Alphabet.Url | Alphabet.Dot) || c is '+' or '%';
}
