using Oversight.Ledger;
using Oversight.Ledger.Proving;
using Oversight.Projections.Completeness;
using Oversight.Proofs;
using Oversight.Proofs.Checkpoints;
using Oversight.Proofs.Notes;
using Oversight.Web.Design;
using Oversight.Web.Notifications;
using Oversight.Web.Printing;
using Oversight.Web.SignIn;

namespace Oversight.Web;

/// <summary>Where the web application listens and writes.</summary>
/// <param name="Address">
/// The address to serve on, and the only one: http with localhost or an IP address, such as http://localhost:5080; port 0
/// takes a free one (<see cref="WebApplication.Urls"/> says which).
/// </param>
/// <param name="LogFolder">The folder for log files; null logs to standard error only.</param>
public sealed record WebSettings(Uri Address, string? LogFolder)
{
    /// <summary>
    /// The address that others reach it at, where that is another: of a proxy before it. Addresses that are given out begin with it, and
    /// requests for its host are answered.
    /// </summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>
    /// The proxies that are believed to say whose request they pass on: IP addresses or networks, with commas between; null: none.
    /// </summary>
    public string? Proxies { get; init; }

    /// <summary>The OpenID Connect provider that signs people in, as JSON; null: none. See docs/running.md.</summary>
    public string? OpenId { get; init; }

    /// <summary>Who runs it and how they are reached, as JSON; null: not said. See docs/running.md.</summary>
    public string? Operator { get; init; }

    /// <summary>From when on something is told as a sign that the record may lack something, as JSON; null: as usual. See docs/running.md.</summary>
    public string? Completeness { get; init; }

    /// <summary>The program of a browser that makes PDFs of reports, Chromium or Chrome; null: none does.</summary>
    public string? Browser { get; init; }

    /// <summary>The browser of this machine, where it has one that can make PDFs.</summary>
    /// <param name="path">The folders to look in, as the variable PATH names them.</param>
    public static string? BrowserIn(string? path) => PdfPrinter.Find(path);

    /// <summary>How e-mail is sent, as JSON; null: none is. See docs/running.md.</summary>
    public string? Mail { get; init; }

    /// <summary>The folder of the keys that sign the record's checkpoints; null: this server signs none.</summary>
    public string? ProofFolder { get; init; }

    /// <summary>
    /// What the record is called in its checkpoints, for ever, when its first key is made: best an address without its scheme, such as
    /// oversight.example.nhs.uk/record. Null: a name that nobody else has.
    /// </summary>
    public string? Origin { get; init; }

    /// <summary>
    /// The witnesses that are asked to cosign what is signed, and how many have to, as a policy (C2SP tlog-policy, see docs/proofs.md); null: none.
    /// </summary>
    public string? Witnesses { get; init; }

    /// <summary>The places outside at which checkpoints are kept: full paths of files and folders, http and https addresses.</summary>
    public IReadOnlyList<string> Anchors { get; init; } = [];

    /// <summary>How it proves its record; null: it does not.</summary>
    internal ProofSettings? Proofs =>
        ProofFolder is null
            ? null
            : new(
                ProofFolder,
                Origin ?? $"{PublicAddress?.Host ?? "localhost"}/oversight-{Guid.NewGuid().ToString("N")[..8]}",
                WitnessPolicy(),
                Ledger.Proving.Anchors.At(Anchors)
            );

    /// <summary>How many requests of one person, or of one address where nobody is signed in, are answered in a minute.</summary>
    public int RequestsAMinute { get; init; } = 6_000;

    /// <summary>How often one address may try to sign in within a minute.</summary>
    public int SignInAttemptsAMinute { get; init; } = 30;

    /// <summary>Whether people reach it over TLS, which ends at a proxy before it.</summary>
    public bool IsOverTls => PublicAddress?.Scheme == Uri.UriSchemeHttps;

    /// <summary>Checks what is configured as text.</summary>
    /// <exception cref="FormatException">It cannot be taken, and why.</exception>
    public void Check()
    {
        _ = SignIn.Proxies.Parse(Proxies);
        _ = OpenIdSettings.Parse(OpenId);
        _ = MailSettings.Parse(Mail);
        _ = Design.Operator.Parse(Operator);
        _ = CompletenessThresholds.Parse(Completeness);
        _ = WitnessPolicy();
        _ = Ledger.Proving.Anchors.At(Anchors);
        try
        {
            SignerKey.Create(Origin ?? "localhost", KeyType.Ed25519).Dispose();
        }
        catch (ProofException e)
        {
            throw new FormatException($"The record's origin: {e.Message}", e);
        }
    }

    private TrustPolicy? WitnessPolicy()
    {
        if (Witnesses is null)
        {
            return null;
        }

        try
        {
            var policy = TrustPolicy.Parse(Witnesses);
            return policy.Witnesses.FirstOrDefault(witness => witness.Url is { } url && !IsHttp(url)) is { } wrong
                ? throw new FormatException(
                    $"The file of witnesses: {wrong.Key.Name} is not asked at {wrong.Url}: write an address that begins with http:// or https://."
                )
                : policy;
        }
        catch (ProofException e)
        {
            throw new FormatException($"The file of witnesses: {e.Message}", e);
        }
    }

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    /// <summary>Says how many bytes the disk of the data folder has left; null: the disk of the log folder does.</summary>
    public Func<long>? FreeBytes { get; init; }

    /// <summary>How long is waited before a webhook is told again what it did not take; after the last one it is given up.</summary>
    public IReadOnlyList<TimeSpan> WebhookPauses { get; init; } = Messages.UsualPauses;
}
