namespace AiDesk.Policy.Leaks;

/// <summary>A secret whose fixed part stands inside: so many characters of an alphabet before it, so many behind.</summary>
/// <param name="Code">The finding's code.</param>
/// <param name="Mark">The fixed part, by case.</param>
/// <param name="Before">Alphabet before the mark.</param>
/// <param name="MinBefore">Fewest characters before it.</param>
/// <param name="After">Alphabet behind the mark.</param>
/// <param name="MinAfter">Fewest characters behind it.</param>
internal readonly record struct InnerForm(string Code, string Mark, Alphabet Before, int MinBefore, Alphabet After, int MinAfter);

/// <summary>The tables of secrets that no beginning gives away. Source of every row: the published form of the issuer.</summary>
internal static class SecretForms
{
    private const Alphabet Azure = Alphabet.Url | Alphabet.Dot | Alphabet.Tilde;

    public static InnerForm[] Inner { get; } =
    [
        new("leak.secret.azure_client_secret", "Q~", Azure, 4, Azure, 31),
        new("leak.secret.azure_ai_key", "JQQJ99", Alphabet.AlphaNumeric, 40, Alphabet.AlphaNumeric, 20),
        new("leak.secret.telegram_token", ":AA", Alphabet.Digit, 8, Alphabet.Url, 32),
        new("leak.secret.mailchimp_key", "-us", Alphabet.Hex, 32, Alphabet.Digit, 1),
        new("leak.secret.terraform_token", ".atlasv1.", Alphabet.AlphaNumeric, 14, Alphabet.Url, 60),
        new("leak.secret.maxmind_key", "_mmk", Alphabet.Word, 29, Alphabet.None, 0),
        new("leak.secret.rapidapi_key", "jsn", Alphabet.LowerDigit, 30, Alphabet.LowerDigit, 12),
        new("leak.secret.openai_key", "T3BlbkFJ", Alphabet.Url, 20, Alphabet.Url, 20),
        new("leak.secret.newrelic_license", "NRAL", Alphabet.LowerDigit, 36, Alphabet.None, 0),
        new("leak.secret.azure_devops_token", "AZDO", Alphabet.AlphaNumeric, 70, Alphabet.AlphaNumeric, 4),
        new("leak.secret.azure_storage_key", "+ASt", Alphabet.AlphaNumeric | Alphabet.Base64, 70, Alphabet.AlphaNumeric | Alphabet.Base64, 4),
        new("leak.secret.azure_cosmos_key", "ACDb", Alphabet.AlphaNumeric | Alphabet.Base64, 70, Alphabet.AlphaNumeric | Alphabet.Base64, 4),
        new("leak.secret.private_key", "LS0tLS1CRUdJTiBSU0Eg", Alphabet.None, 0, Alphabet.AlphaNumeric | Alphabet.Base64, 40),
        new("leak.secret.private_key", "LS0tLS1CRUdJTiBQUklWQVRF", Alphabet.None, 0, Alphabet.AlphaNumeric | Alphabet.Base64, 40),
        new("leak.secret.private_key", "LS0tLS1CRUdJTiBFQyBQ", Alphabet.None, 0, Alphabet.AlphaNumeric | Alphabet.Base64, 40),
        new("leak.secret.private_key", "LS0tLS1CRUdJTiBPUEVOU1NI", Alphabet.None, 0, Alphabet.AlphaNumeric | Alphabet.Base64, 40),
        new("leak.secret.private_key", "LS0tLS1CRUdJTiBFTkNSWVBU", Alphabet.None, 0, Alphabet.AlphaNumeric | Alphabet.Base64, 40),
        new("leak.secret.cloudinary_url", "cloudinary://", Alphabet.None, 0, Alphabet.Url, 12),
    ];

    /// <summary>Addresses that let whoever knows them post: what follows the fixed part is the secret.</summary>
    public static string[] Webhooks { get; } =
    [
        "hooks.slack.com/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/", ".webhook.office.com/", "outlook.office.com/webhook/", "hooks.zapier.com/hooks/",
        ".make.com/", "hook.integromat.com/", "maker.ifttt.com/trigger/", "api.telegram.org/bot", "chat.googleapis.com/v1/spaces/", "open.feishu.cn/open-apis/bot/",
        "open.larksuite.com/open-apis/bot/", "oapi.dingtalk.com/robot/send?", "qyapi.weixin.qq.com/cgi-bin/webhook/", "hooks.airtable.com/",
        "events.pagerduty.com/integration/", "api.netlify.com/build_hooks/", "api.vercel.com/v1/integrations/deploy/", "api.render.com/deploy/", ".logic.azure.com",
        "/webhook/", "/webhooks/", "hooks.statuspage.io/", "alert.victorops.com/integrations/", "kolkrabbi.heroku.com/",
    ];
}
