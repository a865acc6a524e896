namespace AiDesk.Policy.Schemas;

/// <summary>Why a schema was refused.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) of the place in the schema; empty for the document.</param>
/// <param name="Problem">In English, for the author of the policy; reads after the pointer.</param>
public readonly record struct SchemaFault(string Pointer, string Problem);
