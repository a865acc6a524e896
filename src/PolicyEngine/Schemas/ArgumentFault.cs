namespace AiDesk.Policy.Schemas;

/// <summary>What is wrong with the arguments of a call.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) of the place, at most 256 characters; empty for the document.</param>
/// <param name="Problem">In English, for operators and models; reads after the pointer, as in "/amount must be at most 100". Quotes no value.</param>
public readonly record struct ArgumentFault(string Pointer, string Problem);
