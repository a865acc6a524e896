namespace AiDesk.Agent.Knowledge.Reading;

/// <param name="Ordinal">Place in the document, from 1.</param>
/// <param name="Heading">The headings above it.</param>
/// <param name="Text">Its text, at most <see cref="Chunker.Longest"/> characters.</param>
/// <param name="Hash">SHA-256 of the text.</param>
internal sealed record Passage(int Ordinal, string Heading, string Text, byte[] Hash);
