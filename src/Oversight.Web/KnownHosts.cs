using System.Net;
using Oversight.Web.Problems;

namespace Oversight.Web;

/// <summary>
/// The hosts under which the application is reached, and its own address. What a request says of its host is never believed: a page
/// elsewhere can make a browser say a name of its own (DNS rebinding), and an address made from it would lead there.
/// </summary>
/// <param name="settings">What was configured.</param>
internal sealed class KnownHosts(WebSettings settings) : IMiddleware
{
    private readonly HashSet<string> names = new(
        new[] { "localhost", settings.Address.Host, settings.PublicAddress?.Host, Dns.GetHostName() }.OfType<string>(),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Refuses a request for a host that is not ours.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var host = context.Request.Host;
        return !host.HasValue || IsKnown(host.Host)
            ? next(context)
            : throw ProblemException.BadInput(
                "Host",
                $"This Oversight is not reached as \"{host.Host}\". Whoever runs it says under which name it is."
            );
    }

    /// <summary>The address that others reach it at: the one configured, else the one that it serves on.</summary>
    public Uri OwnAddress(HttpContext context) =>
        settings.PublicAddress
        ?? new UriBuilder(settings.Address)
        {
            // Every address of this machine is no address that somebody could go to.
            Host =
                IPAddress.TryParse(settings.Address.Host.Trim('[', ']'), out var served)
                && (served.Equals(IPAddress.Any) || served.Equals(IPAddress.IPv6Any))
                    ? Dns.GetHostName()
                    : settings.Address.Host,
            // Port 0 took a free one.
            Port = settings.Address.Port == 0 ? context.Connection.LocalPort : settings.Address.Port,
        }.Uri;

    // An IP address is no name that somebody else could point here.
    private bool IsKnown(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _) || names.Contains(host.TrimEnd('.'));
}
