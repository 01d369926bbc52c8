using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>
/// What was done, said once on the page that comes after it. It lies in a protected cookie: in the address, anyone could write it.
/// </summary>
internal static class ToldOnce
{
    private const string Key = "done";

    /// <summary>Has the next page say it.</summary>
    public static void Tell(HttpContext context, ITempDataDictionary data, Sentence done) =>
        data[Key] = done.In(PageLanguage.Of(context).Culture);

    /// <summary>What is to be said now; null for nothing.</summary>
    public static string? Of(ITempDataDictionary data) => data[Key] as string;
}
