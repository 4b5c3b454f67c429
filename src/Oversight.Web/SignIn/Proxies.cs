using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Oversight.Web.SignIn;

/// <summary>
/// What stands before the application. A proxy that is known says whose request it passes on, and whether it came over TLS; what anybody
/// else says of that is passed over.
/// </summary>
internal static class Proxies
{
    /// <summary>The proxies that a setting names: addresses or networks, with commas between.</summary>
    /// <exception cref="FormatException">It names something else.</exception>
    public static IReadOnlyList<IPNetwork> Parse(string? setting) =>
        [
            .. (setting ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(text =>
                    IPAddress.TryParse(text, out var address)
                        ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                    : IPNetwork.TryParse(text, out var network) ? network
                    : throw new FormatException(
                        $"\"{text}\" is no proxy: write IP addresses or networks with commas between, such as 10.0.0.5,10.1.0.0/16."
                    )
                ),
        ];

    public static void UseProxies(this WebApplication application)
    {
        var settings = application.Services.GetRequiredService<WebSettings>();
        var options = new ForwardedHeadersOptions
        {
            // Never the host: our own address is configured.
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in Parse(settings.Proxies))
        {
            options.KnownIPNetworks.Add(proxy);
        }

        // Without one that is known the framework would believe everybody.
        if (options.KnownIPNetworks.Count > 0)
        {
            application.UseForwardedHeaders(options);
        }

        // What is reached under a public address over TLS came over TLS: nothing else answers there.
        if (settings is { IsOverTls: true, PublicAddress: { } address })
        {
            application.Use(
                (context, next) =>
                {
                    if (context.Request.Host.Host.Equals(address.Host, StringComparison.OrdinalIgnoreCase))
                    {
                        context.Request.Scheme = Uri.UriSchemeHttps;
                    }

                    return next(context);
                }
            );
        }
    }
}
