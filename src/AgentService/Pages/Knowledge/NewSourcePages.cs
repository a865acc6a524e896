using System.Globalization;
using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Knowledge;

/// <summary>The form that makes a source. What is wrong in it comes back with all that was written.</summary>
internal static class NewSourcePages
{
    private const string Prefix = "source.";

    public static PageAnswer Form(PageRequest request, NewSourceModel model) =>
        PageAnswer.View<NewSourcePage, NewSourceModel>(request.Frame["knowledge.add"], model, model.Field.Length > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    public static async Task<PageAnswer> AddAsync(PageRequest request)
    {
        var keep = request.Form("keep_versions").Trim();
        var source = new Source
        {
            SourceId = request.Form("source_id").Trim(), Name = request.Form("name").Trim(), Location = request.Form("location").Trim(), Language = request.Form("language"),
            Kind = Enum.TryParse<SourceKind>(request.Form("kind"), out var kind) && Enum.IsDefined(kind) ? kind : SourceKind.Unspecified,
        };
        if (keep.Length > 0)
        {
            if (!int.TryParse(keep, NumberStyles.None, CultureInfo.InvariantCulture, out var versions))
            {
                return Form(request, new NewSourceModel(source, keep, "keep_versions"));
            }

            source.KeepVersions = versions;
        }

        try
        {
            // Putting one that is there would change it: that is not what the form says.
            if (await request.Get<KnowledgePlaces>().FindSourceAsync(request.Caller.Tenant, source.SourceId, request.Aborted).ConfigureAwait(false) is not null)
            {
                return Form(request, new NewSourceModel(source, keep, "source_id", request.Frame["knowledge.taken"]));
            }

            await request.Get<KnowledgeSources>().PutAsync(request.Caller, new PutSourceRequest { Source = source }, request.Aborted).ConfigureAwait(false);
        }
        catch (DeskException fault) when (fault.Reason is ErrorReason.FieldInvalid or ErrorReason.FieldRequired or ErrorReason.EnumUnknown)
        {
            return Form(request, new NewSourceModel(source, keep, FieldOf(fault), fault.Message));
        }

        return PageAnswer.Redirect("/knowledge/" + source.SourceId, "sourceAdded");
    }

    /// <summary>As the form calls it.</summary>
    private static string FieldOf(DeskException fault) =>
        fault.Metadata.GetValueOrDefault("field", "") is var field && field.StartsWith(Prefix, StringComparison.Ordinal) ? field[Prefix.Length..] : "source_id";
}
