namespace AiDesk.PolicyEngine.Tests.Evasions;

/// <summary>Other characters for the same letters, and characters that are not drawn.</summary>
internal static class CharacterEvasions
{
    private const string SmallCapitals = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ";
    private const string Superscripts = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖqʳˢᵗᵘᵛʷˣʸᶻ";
    private const string UpsideDown = "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz";

    private static readonly Dictionary<char, char> Cyrillic = new()
    {
        ['a'] = 'а', ['c'] = 'с', ['e'] = 'е', ['i'] = 'і', ['o'] = 'о', ['p'] = 'р', ['s'] = 'ѕ', ['x'] = 'х', ['y'] = 'у', ['j'] = 'ј',
    };

    private static readonly Dictionary<char, char> Greek = new() { ['o'] = 'ο', ['v'] = 'ν', ['i'] = 'ι', ['a'] = 'α', ['p'] = 'ρ', ['u'] = 'υ' };

    public static IEnumerable<Evasion> All =>
    [
        new("zero-width space in words", t => Writing.Within(t, "\u200B")),
        new("zero-width joiner once a word", t => Writing.Words(t, 4, w => w.Insert(2, "\u200D"))),
        new("word joiner in words", t => Writing.Within(t, "\u2060")),
        new("soft hyphen in words", t => Writing.Words(t, 4, w => w.Insert(w.Length / 2, "\u00AD"))),
        new("byte order mark in words", t => Writing.Within(t, "\uFEFF")),
        new("Hangul filler in words", t => Writing.Within(t, "\u3164")),
        new("NUL in words", t => Writing.Within(t, "\0")),
        new("variation selector behind letters", t => Writing.Within(t, "\uFE0F")),
        new("zero-width space for spaces", t => t.Replace(' ', '\u200B')),
        new("zero-width space for some spaces", t => string.Join(' ', t.Split(' ').Chunk(2).Select(pair => string.Join('\u200B', pair)))),
        new("zero-width in words and for spaces", t => Writing.Within(t, "\u200C").Replace(' ', '\u200B')),
        new("bidi controls in words", t => Writing.Words(t, 4, w => w.Insert(2, "\u202D").Insert(1, "\u200E"))),
        new("bidi isolate around words", t => Writing.Words(t, 2, w => $"\u2068{w}\u2069")),
        new("no-break and other spaces", t => t.Replace(' ', '\u00A0')),
        new("Braille blank for spaces", t => t.Replace(' ', '\u2800')),
        new("struck through", t => Writing.Letters(t, c => c + "\u0336")),
        new("stacked marks", t => Writing.Letters(t, c => c + "\u0300\u0323\u0489\u033F")),
        new("enclosed in circles by marks", t => Writing.Letters(t, c => c + "\u20DD")),
        new("full width", t => Writing.Letters(t, c => ((char)(c + 0xFEE0)).ToString())),
        new("mathematical bold", t => Math(t, 0x1D400)),
        new("mathematical italic", t => Math(t, 0x1D434).Replace("\U0001D455", "\u210E", StringComparison.Ordinal)),
        new("mathematical bold script", t => Math(t, 0x1D4D0)),
        new("mathematical bold fraktur", t => Math(t, 0x1D56C)),
        new("mathematical sans-serif", t => Math(t, 0x1D5A0)),
        new("monospace", t => Math(t, 0x1D670)),
        new("circled", t => Writing.Letters(t, c => char.ConvertFromUtf32((char.IsAsciiLetterUpper(c) ? 0x24B6 - 'A' : 0x24D0 - 'a') + c))),
        new("in parentheses", t => Writing.Letters(t, c => char.ConvertFromUtf32(0x249C - 'a' + char.ToLowerInvariant(c)))),
        new("squared", t => Upper(t, 0x1F130)),
        new("negative circled", t => Upper(t, 0x1F150)),
        new("negative squared", t => Upper(t, 0x1F170)),
        new("small capitals", t => Table(t, SmallCapitals)),
        new("superscript", t => Table(t, Superscripts)),
        new("regional indicators", t => Writing.Letters(Writing.Unaccented(t), c => char.ConvertFromUtf32(0x1F1E6 - 'a' + char.ToLowerInvariant(c)))),
        new("regional indicators apart", t => Writing.Letters(Writing.Unaccented(t), c => char.ConvertFromUtf32(0x1F1E6 - 'a' + char.ToLowerInvariant(c)) + "\u200B")),
        new("upside down", t => string.Concat(Writing.Elements(Table(Writing.Unaccented(t), UpsideDown)).Reverse())),
        new("Turkish i", t => t.Replace('i', 'ı').Replace('I', 'İ')),
        new("ligatures and long s", t => t.Replace("ffi", "ﬃ", StringComparison.Ordinal).Replace("fi", "ﬁ", StringComparison.Ordinal)
            .Replace("fl", "ﬂ", StringComparison.Ordinal).Replace("ss", "ß", StringComparison.Ordinal).Replace("st", "ﬆ", StringComparison.Ordinal).Replace('s', 'ſ')),
        new("decomposed accents", t => t.Normalize(System.Text.NormalizationForm.FormD)),
        new("Cyrillic look-alikes", t => Pick(t, Cyrillic, 1)),
        new("Cyrillic look-alikes, every second", t => Pick(t, Cyrillic, 2)),
        new("Greek look-alikes", t => Pick(t, Greek, 1)),
        new("capitals", t => t.ToUpperInvariant()),
        new("mixed case", t => string.Concat(t.Select((c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c)))),
        new("tag characters", t => string.Concat(Writing.Unaccented(t).Where(char.IsAscii).Select(c => char.ConvertFromUtf32(0xE0000 + c)))) { IsEvidence = true },
        new("variation selectors as bytes", t => "🙂" + string.Concat(Writing.Bytes(t).Select(b => char.ConvertFromUtf32(b < 16 ? 0xFE00 + b : 0xE0100 + b - 16)))) { IsEvidence = true },
    ];

    private static string Math(string text, int first) =>
        Writing.Letters(text, c => char.ConvertFromUtf32(first + (char.IsAsciiLetterUpper(c) ? c - 'A' : c - 'a' + 26)));

    private static string Upper(string text, int first) => Writing.Letters(text, c => char.ConvertFromUtf32(first + char.ToUpperInvariant(c) - 'A'));

    private static string Table(string text, string letters) => Writing.Letters(text, c => letters[char.ToLowerInvariant(c) - 'a'].ToString());

    private static string Pick(string text, Dictionary<char, char> letters, int every)
    {
        var met = 0;
        return Writing.Letters(text, c => letters.TryGetValue(c, out var other) && met++ % every == 0 ? other.ToString() : c.ToString());
    }
}
