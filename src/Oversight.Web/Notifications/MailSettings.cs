using System.Text.Json;
using MailKit.Security;
using MimeKit;

namespace Oversight.Web.Notifications;

/// <summary>How e-mail is sent.</summary>
/// <param name="Host">The SMTP server.</param>
/// <param name="From">Who it is from, such as Oversight &lt;oversight@example.nhs.uk&gt;.</param>
/// <param name="Port">Its port; 587 unless it is said.</param>
/// <param name="Tls">How the connection is protected: required (STARTTLS), from-the-start, or none.</param>
/// <param name="User">Who signs in there; null for nobody.</param>
/// <param name="Password">The password.</param>
internal sealed record MailSettings(
    string Host,
    string From,
    int Port = 587,
    string Tls = "required",
    string? User = null,
    string? Password = null
)
{
    /// <summary>The variable in which they are configured.</summary>
    public const string Variable = "OVERSIGHT_MAIL";

    /// <summary>How the connection is protected.</summary>
    public SecureSocketOptions Protection =>
        Tls switch
        {
            "none" => SecureSocketOptions.None,
            "from-the-start" => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.StartTls,
        };

    private static readonly JsonSerializerOptions AsWritten = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads them; null for nothing: no e-mail is sent.</summary>
    /// <exception cref="FormatException">They cannot be taken, and why.</exception>
    public static MailSettings? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        MailSettings? read;
        try
        {
            read = JsonSerializer.Deserialize<MailSettings>(text, AsWritten);
        }
        catch (JsonException e)
        {
            // Where, and not what it holds: that has a password in it.
            throw new FormatException(
                $"{Variable} cannot be read at {e.Path}: {Expected}",
                new JsonException(null, e.Path, e.LineNumber, e.BytePositionInLine)
            );
        }

        return read switch
        {
            null or { Host: null or "" } or { From: null or "" } => throw new FormatException(
                $"{Variable} lacks host or from: {Expected}"
            ),
            { Port: < 1 or > 65535 } => throw new FormatException($"{Variable}: port {read.Port} is none."),
            { Tls: not ("required" or "from-the-start" or "none") } => throw new FormatException(
                $"{Variable}: tls is required, from-the-start or none."
            ),
            { Tls: "none", User: not null } => throw new FormatException(
                $"{Variable}: a password is not sent without TLS; let tls be required."
            ),
            _ when !MailboxAddress.TryParse(read.From, out _) => throw new FormatException(
                $"{Variable}: from is no e-mail address."
            ),
            _ => read,
        };
    }

    private const string Expected =
        """write it as {"host":"smtp.example.nhs.uk","from":"Oversight <oversight@example.nhs.uk>","user":"…","password":"…"}.""";
}
