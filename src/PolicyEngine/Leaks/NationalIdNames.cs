using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Whose number a name announces.</summary>
internal enum NationalIdName : byte
{
    None,
    German,
    Portuguese,
    Dutch,
    British,
    American,

    /// <summary>A passport or a driving licence of any country.</summary>
    Document,
}

/// <summary>What stands before numbers that their form alone does not give away.</summary>
internal static class NationalIdNames
{
    private const int Reach = 40;

    private static readonly (string Word, NationalIdName Name)[] All =
    [
        ("steuer-id", NationalIdName.German), ("steueridentifikation", NationalIdName.German), ("idnr", NationalIdName.German), ("steuernummer", NationalIdName.German),
        ("ausweis", NationalIdName.German), ("nif", NationalIdName.Portuguese), ("contribuinte", NationalIdName.Portuguese), ("bsn", NationalIdName.Dutch),
        ("burgerservicenummer", NationalIdName.Dutch), ("sofinummer", NationalIdName.Dutch), ("national insurance", NationalIdName.British), ("nino", NationalIdName.British),
        ("ni number", NationalIdName.British), ("ssn", NationalIdName.American), ("social security", NationalIdName.American), ("passport", NationalIdName.Document),
        ("pasaporte", NationalIdName.Document), ("passeport", NationalIdName.Document), ("reisepass", NationalIdName.Document), ("passaporto", NationalIdName.Document),
        ("passaporte", NationalIdName.Document), ("paspoort", NationalIdName.Document), ("driver's license", NationalIdName.Document),
        ("drivers license", NationalIdName.Document), ("driver’s license", NationalIdName.Document), ("driver license", NationalIdName.Document),
        ("driving licence", NationalIdName.Document), ("führerschein", NationalIdName.Document), ("permiso de conducir", NationalIdName.Document),
        ("permis de conduire", NationalIdName.Document), ("patente di guida", NationalIdName.Document), ("carta de condução", NationalIdName.Document),
        ("rijbewijs", NationalIdName.Document),
    ];

    private static readonly SearchValues<string> Words = SearchValues.Create([.. All.Select(n => n.Word)], StringComparison.OrdinalIgnoreCase);

    /// <summary>Does a text hold any of the names? Most do not, and need no look before each number.</summary>
    public static bool AnyIn(ReadOnlySpan<char> text) => text.ContainsAny(Words);

    /// <summary>The name nearest before a place.</summary>
    public static NationalIdName Before(ReadOnlySpan<char> text, int place)
    {
        var before = text[Math.Max(0, place - Reach)..place];
        if (!before.ContainsAny(Words))
        {
            return NationalIdName.None;
        }

        var (nearest, name) = (-1, NationalIdName.None);
        foreach (var (word, what) in All)
        {
            var at = before.LastIndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at > nearest)
            {
                (nearest, name) = (at, what);
            }
        }

        return name;
    }
}
