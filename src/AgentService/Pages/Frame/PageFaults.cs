using AiDesk.Agent.Pages.Shared;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>What a person reads when something cannot be done: what happened, that nothing was done twice, and what to do now.</summary>
internal static class PageFaults
{
    public static IReadOnlyDictionary<string, string> ForeignForm { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["form"] = "foreign" };

    public static PageAnswer Answer(HttpContext http, PageFrame frame, DeskException fault)
    {
        if (fault.Reason is ErrorReason.TokenMissing or ErrorReason.TokenInvalid)
        {
            return SignIn(http, fault.Reason == ErrorReason.TokenInvalid ? "sessionEnded" : "");
        }

        var key = ReferenceEquals(fault.Metadata, ForeignForm) ? "fault.FOREIGN_FORM" : "fault." + DeskErrors.NameOf(fault.Reason);
        return PageAnswer.View<FaultPage, FaultModel>(
            frame[key + ".title"], new FaultModel(frame[key + ".title"], frame[key + ".help"], Detail(fault), Back(http.Request)), DeskErrors.HttpStatusOf(fault.Reason));
    }

    /// <summary>To the sign-in, and back afterwards to what was asked for; a form is not sent again by itself.</summary>
    private static PageAnswer SignIn(HttpContext http, string notice)
    {
        PageSession.End(http);
        var wanted = HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : Back(http.Request);
        return PageAnswer.Redirect("/sign-in?return=" + Uri.EscapeDataString(wanted), notice);
    }

    /// <summary>What the developer's sentence adds for a person: the field that is wrong, or what policy says of a text.</summary>
    private static string Detail(DeskException fault) => fault.Reason switch
    {
        ErrorReason.FieldRequired or ErrorReason.FieldInvalid or ErrorReason.EnumUnknown or ErrorReason.TextDenied => fault.Message,
        _ => "",
    };

    /// <summary>The page that the form was on, when the browser says so and it is ours.</summary>
    private static string Back(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var from) && from.Authority == request.Host.Value && LocalPath.IsLocal(from.PathAndQuery) ? from.PathAndQuery : "/";
}
