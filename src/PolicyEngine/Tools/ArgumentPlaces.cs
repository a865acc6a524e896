using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Tools;

/// <summary>Compiles the pointers of a tool.</summary>
internal static class ArgumentPlaces
{
    /// <summary>A pointer that is none is a load error; if one came through all the same it would lead nowhere, and what it was for counts as absent.</summary>
    public static JsonPointer Compile(string pointer) => JsonPointer.TryParse(pointer, out var place) ? place : JsonPointer.Nowhere;
}
