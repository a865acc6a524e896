using Microsoft.AspNetCore.Http;

namespace AiDesk.Hosting.Http;

/// <summary>A request over HTTP that is not the message it should be. Each service turns it into its own error.</summary>
/// <param name="path">Path of the field by the names of the proto; <c>body</c>, or a header's name.</param>
/// <param name="problem">What is wrong with it, as a sentence whose subject is the field.</param>
internal sealed class FieldFaultException(string path, string problem) : Exception($"{path} {problem}")
{
    public string Field => path;

    public string Problem => problem;

    public FieldFaultKind Kind { get; init; }

    /// <summary>The HTTP status that says it best; 400 unless HTTP has one of its own.</summary>
    public int HttpStatus => Kind switch
    {
        FieldFaultKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        FieldFaultKind.MediaType => StatusCodes.Status415UnsupportedMediaType,
        _ => StatusCodes.Status400BadRequest,
    };
}

/// <summary>What is wrong with a field.</summary>
internal enum FieldFaultKind
{
    Invalid,

    /// <summary>An enum's value that this version does not know.</summary>
    UnknownEnum,

    /// <summary>A text that is not UTF-8, or half of a surrogate pair.</summary>
    NotText,

    TooLarge,

    MediaType,
}
