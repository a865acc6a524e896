using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>Policy's enum says which fields; the columns here are all that there are, whatever a policy names.</summary>
internal sealed class UpdateContactField : IDeskTool
{
    public string Name => "update_contact_field";

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var contact = work.OwnContact(arguments.Text("contact_id"));
        var (field, value) = (arguments.Text("field"), arguments.Text("value"));
        if (field is not ("preferred_language" or "preferred_channel" or "company" or "phone" or "email" or "name"))
        {
            throw ToolFailedException.NotFound("field");
        }

        var old = await work.FirstAsync<string>(
            """
            SELECT CASE @field WHEN 'preferred_language' THEN preferred_language WHEN 'preferred_channel' THEN preferred_channel WHEN 'company' THEN company
                               WHEN 'phone' THEN phone WHEN 'email' THEN email ELSE name END
            FROM desk.contacts WHERE tenant_id = @tenant AND contact_id = @contact FOR UPDATE
            """,
            new { contact, field },
            cancellationToken).ConfigureAwait(false) ?? throw ToolFailedException.NotFound("contact");
        if (await work.ChangeAsync(Name, contact, field, old, value, cancellationToken).ConfigureAwait(false))
        {
            await work.ExecuteAsync(
                """
                UPDATE desk.contacts SET
                  preferred_language = CASE @field WHEN 'preferred_language' THEN @value ELSE preferred_language END,
                  preferred_channel = CASE @field WHEN 'preferred_channel' THEN @value ELSE preferred_channel END,
                  company = CASE @field WHEN 'company' THEN @value ELSE company END,
                  phone = CASE @field WHEN 'phone' THEN @value ELSE phone END,
                  email = CASE @field WHEN 'email' THEN @value ELSE email END,
                  name = CASE @field WHEN 'name' THEN @value ELSE name END
                WHERE tenant_id = @tenant AND contact_id = @contact
                """,
                new { contact, field, value },
                cancellationToken).ConfigureAwait(false);
        }

        return new JsonObject { ["status"] = "updated", ["contact"] = new JsonObject { ["contact_id"] = contact } };
    }
}
