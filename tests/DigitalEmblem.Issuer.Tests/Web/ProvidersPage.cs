using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>What a person's browser does at the provider.</summary>
internal sealed partial class ProvidersPage : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>Begins a sign-in at the pages, as its link does.</summary>
    /// <returns>Where the browser is sent.</returns>
    public static async Task<Uri> BeginAsync(WebService web, string query = "")
    {
        using HttpResponseMessage answer = await web.GetAsync("/sign-in/provider" + query);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!;
    }

    /// <summary>Signs in there, unless the person is known there already and is not asked.</summary>
    /// <param name="sentTo">Where the pages sent the browser.</param>
    /// <param name="account">The account.</param>
    /// <param name="fields">More fields of the provider's form: roles, time, refuse.</param>
    /// <returns>The path and query of the pages that the provider sends the browser back to.</returns>
    public async Task<string> EnterAsync(Uri sentTo, string account, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage asked = await _http.GetAsync(sentTo);
        if (asked.StatusCode == HttpStatusCode.Redirect)
        {
            return asked.Headers.Location!.PathAndQuery;
        }

        string page = await asked.Content.ReadAsStringAsync();
        Assert.True(asked.StatusCode == HttpStatusCode.OK, page);
        var all = Hidden().Matches(page)
            .ToDictionary(m => WebUtility.HtmlDecode(m.Groups[1].Value), m => WebUtility.HtmlDecode(m.Groups[2].Value));
        all["account"] = account;
        foreach ((string name, string value) in fields)
        {
            all[name] = value;
        }

        using var form = new FormUrlEncodedContent(all);
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(sentTo, "/authorize"), form);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        Assert.Equal(WebService.Origin, answer.Headers.Location!.GetLeftPart(UriPartial.Authority));
        return answer.Headers.Location.PathAndQuery;
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
