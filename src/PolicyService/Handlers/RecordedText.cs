namespace AiDesk.Policy.Service.Handlers;

/// <summary>The text that a record hashes or captures, and the tool it was about.</summary>
internal readonly record struct RecordedText(string Text, string Tool = "");
