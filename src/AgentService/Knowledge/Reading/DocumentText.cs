namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>A document as it was read: its title, and its passages in order.</summary>
/// <param name="Title">Its first heading; empty when it has none.</param>
/// <param name="Blocks">Paragraphs, list items, table rows and code, each under its headings.</param>
internal sealed record DocumentText(string Title, IReadOnlyList<TextBlock> Blocks);

/// <param name="Heading">The headings above it, outermost first, as "Returns > Costs"; may be empty.</param>
/// <param name="Text">Its text; never empty.</param>
internal readonly record struct TextBlock(string Heading, string Text);
