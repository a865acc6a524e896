using AiDesk.Agent.V1;
using AiDesk.Hosting.Http;

namespace AiDesk.Agent.Web;

/// <summary>The desk's OpenAPI document.</summary>
internal static class DeskOpenApi
{
    private static readonly Lazy<string> Made = new(() =>
        new OpenApiDocument(ProtoComments.Read(typeof(DeskOpenApi).Assembly), ErrorsReflection.Descriptor.EnumTypes[0]) { Title = "AiDesk help desk", Scheme = "crm" }.Of(DeskOperations.All));

    public static string Text => Made.Value;
}
