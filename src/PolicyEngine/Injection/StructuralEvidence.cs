using System.Buffers;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection;

/// <summary>Evidence that is no wording: the tokens of chat templates, fake roles, data images, text in characters that are not drawn.</summary>
internal static class StructuralEvidence
{
    /// <summary>What a writer who is not a chat template never writes. Lower case: the view is folded.</summary>
    private static readonly (string Text, double Weight)[] Marks =
    [
        ("<|im_start|>", 6.6), ("<|im_end|>", 6.0), ("<|system|>", 6.6), ("<|user|>", 6.0), ("<|assistant|>", 6.6), ("<|endoftext|>", 6.6),
        ("<|end_of_turn|>", 6.0), ("<|eot_id|>", 6.6), ("<|start_header_id|>", 6.6), ("<start_of_turn>", 6.6), ("<end_of_turn>", 6.0),
        ("[inst]", 6.0), ("[/inst]", 6.0), ("<<sys>>", 6.6), ("<</sys>>", 6.6), ("</system>", 5.0), ("<system>", 4.4), ("[system]", 4.0),
        ("[/system]", 4.4), ("[system message]", 5.4), ("[system_message]", 5.4), ("<system_prompt>", 5.4), ("</system_prompt>", 5.4),
        ("### instruction", 3.4), ("### system", 4.4), ("###system", 4.4), ("### new instruction", 5.4), ("\nsystem:", 3.0), ("\nassistant:", 2.2),
        ("\n\nhuman:", 3.0), ("<admin>", 3.4), ("[admin]", 3.0), ("<tool_result>", 4.0), ("<function_results>", 4.4), ("<instructions>", 2.2),
        ("\"role\":\"system\"", 4.8), ("\"role\": \"system\"", 4.8),
        ("'role': 'system'", 4.8), ("\"role\":\"developer\"", 4.8), ("\"role\": \"developer\"", 4.8), ("\"role\":\"assistant\"", 4.0),
        ("\"role\": \"assistant\"", 4.0), ("begin system prompt", 4.4), ("end of system prompt", 5.0), ("end system prompt", 5.0),
    ];

    private static readonly SearchValues<string> MarkTexts = SearchValues.Create([.. Marks.Select(m => m.Text)], StringComparison.Ordinal);

    /// <summary>What code has before a string. Lower case: the view is folded.</summary>
    private static readonly SearchValues<string> CodeSigns = SearchValues.Create(
        ["= \"", "=\"\"\"", "= f\"", "= '", "=[", "= [", "({", "print(", "prompt(", "create(", "invoke(", "```", "\"\"\"", "def ", "import "],
        StringComparison.Ordinal);

    /// <summary>Where a mark can begin: a text without these has none.</summary>
    private static readonly SearchValues<char> MarkStarts = SearchValues.Create("<[#{\n");

    /// <summary>What such an address would carry off.</summary>
    private static readonly SearchValues<string> Goods = SearchValues.Create(
        ["prompt", "conversation", "history", "response_text", "user_message", "encoded", "{", "[", "secret", "canary", "data=", "content="],
        StringComparison.Ordinal);

    /// <summary>Most marks looked at; a text full of them needs no more.</summary>
    private const int MarkLimit = 32;

    /// <summary>What a mark is worth less in a program or a tutorial of one.</summary>
    private const double InCode = 3.2;

    /// <summary>Farthest, in characters, that code is looked for before a mark.</summary>
    private const int CodeReach = 240;

    /// <summary>A mark's own line and those before it in which code counts.</summary>
    private const int CodeLines = 3;

    public static void Apply(TextView view, ref EvidenceSheet sheet)
    {
        if (TextTransforms.Hides(view.Transform))
        {
            // Nobody writes prose in characters that are not drawn.
            sheet.Add(SignatureRule.HiddenText, view.Length >= 12 ? 6.6 : 4.0, 0, view.Length);
        }

        var text = view.Text;
        if (text.StartsWith("system:", StringComparison.Ordinal))
        {
            sheet.Add(SignatureRule.Template, 3.0, 0, 7);
        }

        if (text.ContainsAny(MarkStarts) || text.Contains("system prompt", StringComparison.Ordinal))
        {
            FindMarks(text, ref sheet);
        }

        FindDataImage(text, ref sheet);
    }

    private static void FindMarks(ReadOnlySpan<char> text, ref EvidenceSheet sheet)
    {
        var from = 0;
        for (var n = 0; n < MarkLimit && text[from..].IndexOfAny(MarkTexts) is >= 0 and var found; n++)
        {
            var at = from + found;
            foreach (var (mark, weight) in Marks)
            {
                if (text[at..].StartsWith(mark, StringComparison.Ordinal))
                {
                    sheet.Add(SignatureRule.Template, weight - (IsInCode(text, at) ? InCode : 0), at, at + mark.Length);
                }
            }

            from = at + 1;
        }
    }

    /// <summary>Its line, or one just before, assigns a string, calls something with one, or fences code off.</summary>
    private static bool IsInCode(ReadOnlySpan<char> text, int at)
    {
        var before = text[Math.Max(0, at - CodeReach)..at];
        var first = before.Length;
        for (var line = 0; line < CodeLines && first > 0; line++)
        {
            first = Math.Max(0, before[..first].LastIndexOf('\n'));
        }

        return before[first..].ContainsAny(CodeSigns);
    }

    /// <summary>A Markdown image whose address carries a query: the reader's client would send it off without a click.</summary>
    private static void FindDataImage(ReadOnlySpan<char> text, ref EvidenceSheet sheet)
    {
        const int Reach = 300;
        var at = text.IndexOf("![", StringComparison.Ordinal);
        if (at < 0)
        {
            return;
        }

        var image = text[at..Math.Min(text.Length, at + Reach)];
        var link = image.IndexOf("](http", StringComparison.Ordinal);
        var end = link < 0 ? -1 : image[link..].IndexOf(')');
        if (end > 0 && image.Slice(link, end).Contains('?') && image.Slice(link, end).Contains('='))
        {
            sheet.Add(SignatureRule.Exfiltrate, image.Slice(link, end).ContainsAny(Goods) ? 6.0 : 4.2, at, at + link + end + 1);
        }
    }
}
