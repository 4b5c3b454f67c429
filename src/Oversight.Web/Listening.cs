using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Oversight.Web;

/// <summary>Where the server listens.</summary>
internal static class Listening
{
    /// <summary>Listens on one address, and on no other.</summary>
    /// <exception cref="ArgumentException">It is not one that can be served on.</exception>
    public static void ListenOn(this KestrelServerOptions kestrel, Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException($"{address} cannot be served on: only http is served.", nameof(address));
        }

        var isLocalhost = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        if (isLocalhost && address.Port != 0)
        {
            kestrel.ListenLocalhost(address.Port);
        }
        else if (isLocalhost)
        {
            // A free port is free on one address only.
            kestrel.Listen(IPAddress.Loopback, 0);
        }
        else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            kestrel.Listen(ip, address.Port);
        }
        else
        {
            throw new ArgumentException(
                $"{address} cannot be served on: name localhost or an IP address of this machine.",
                nameof(address)
            );
        }
    }
}
