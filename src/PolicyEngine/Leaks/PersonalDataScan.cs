using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Personal data with a form or a checksum; which kinds is the policy's choice.</summary>
internal static class PersonalDataScan
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>The longest forms with all that is looked at behind them: a street with its name, a number with its groups.</summary>
    public static StreamAnchor Anchor { get; } = new("leak.pii", 128);

    public static void Run(in LeakScan scan)
    {
        var kinds = scan.Options.Pii;
        var text = scan.Text;
        if ((kinds & PiiKinds.Email) != 0)
        {
            EmailAddresses.Run(scan);
        }

        if ((kinds & PiiKinds.Address) != 0)
        {
            RunSix(scan);
        }

        if ((kinds & PiiKinds.Postal) != 0)
        {
            PostalAddresses.Run(scan);
        }

        if ((kinds & (PiiKinds.Card | PiiKinds.Iban | PiiKinds.Phone | PiiKinds.Address | PiiKinds.NationalId)) == 0)
        {
            return;
        }

        var first = text.IndexOfAny(Digits);
        if (first < 0)
        {
            return;
        }

        var phones = (kinds & PiiKinds.Phone) != 0 && PhoneNumbers.AnyNameIn(text);
        var ids = (kinds & PiiKinds.NationalId) != 0 && NationalIdNames.AnyIn(text);
        for (var i = first; i >= 0 && i < text.Length;)
        {
            var end = Math.Max(i + 1, Judge(scan, kinds, i, phones, ids));
            var next = end < text.Length ? text[end..].IndexOfAny(Digits) : -1;
            i = next < 0 ? -1 : end + next;
        }
    }

    /// <summary>IPv6 addresses: wherever a colon stands among hexadecimal digits.</summary>
    private static void RunSix(in LeakScan scan)
    {
        const int MaxGroup = 5;
        var text = scan.Text;
        var from = 0;
        while (from < text.Length && text[from..].IndexOf(':') is >= 0 and var found)
        {
            var colon = from + found;
            var start = colon - CharClasses.RunLengthBack(text, colon, Alphabet.Hex, MaxGroup);
            var end = NetworkAddresses.EndOfSix(text, start);
            if (end > 0)
            {
                scan.AddId("leak.pii.ip", start, end);
            }

            from = Math.Max(end, colon + 1);
        }
    }

    /// <summary>Judges what a digit begins; the index behind it.</summary>
    private static int Judge(in LeakScan scan, PiiKinds kinds, int start, bool phones, bool ids)
    {
        var text = scan.Text;
        if ((kinds & PiiKinds.Iban) != 0 && start >= 2 && Ibans.End(text, start - 2) is > 0 and var iban)
        {
            scan.AddId("leak.pii.iban", start - 2, iban);
            return iban;
        }

        // "AB 12 34 56 C": the letters stand apart.
        var apart = start >= 3 && text[start - 1] == ' ' && char.IsAsciiLetterUpper(text[start - 2]) && char.IsAsciiLetterUpper(text[start - 3])
            && (start == 3 || !CharClasses.Is(text[start - 4], Alphabet.Url));
        if (apart && (kinds & PiiKinds.NationalId) != 0 && NationalIds.End(text, start - 3, ids) is > 0 and var insurance)
        {
            scan.AddId("leak.pii.national_id", start - 3, insurance);
            return insurance;
        }

        var letters = start == 0 ? 0 : CharClasses.RunLengthBack(text, start, Alphabet.Upper, 7);
        var free = start - letters == 0 || !CharClasses.Is(text[start - letters - 1], Alphabet.Url);
        if ((kinds & PiiKinds.NationalId) != 0 && free && letters < 7 && NationalIds.End(text, start - letters, ids) is > 0 and var id)
        {
            scan.AddId("leak.pii.national_id", start - letters, id);
            return id;
        }

        if (start > 0 && CharClasses.Is(text[start - 1], Alphabet.Word))
        {
            return start + CharClasses.RunLength(text, start, Alphabet.Word, int.MaxValue);
        }

        if ((kinds & PiiKinds.Address) != 0 && NetworkAddresses.End(text, start) is > 0 and var address)
        {
            scan.AddId("leak.pii.ip", start, address);
            return address;
        }

        if ((kinds & PiiKinds.Card) != 0 && PaymentCards.End(text, start) is > 0 and var card)
        {
            scan.AddId("leak.pii.card", start, card);
            return card;
        }

        if ((kinds & PiiKinds.Phone) != 0 && PhoneNumbers.At(text, start, phones) is { End: > 0 } phone)
        {
            scan.AddId("leak.pii.phone", phone.Start, phone.End);
            return phone.End;
        }

        return start + CharClasses.RunLength(text, start, Alphabet.Digit, int.MaxValue);
    }
}
