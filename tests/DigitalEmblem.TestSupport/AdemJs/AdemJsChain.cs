namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>The endorsements of a set in the order in which adem-js checks them (rules 12 and 13).</summary>
/// <param name="Own">Those with the emblem's issuer, the top one first.</param>
/// <param name="External">The others.</param>
internal sealed record AdemJsChain(List<AdemJsToken> Own, List<AdemJsToken> External)
{
    /// <summary>Sorts the endorsements.</summary>
    public static AdemJsChain Of(AdemJsToken emblem, IEnumerable<AdemJsToken> endorsements, List<int> broken)
    {
        var external = new List<AdemJsToken>();
        var endorsing = new Dictionary<string, AdemJsToken>();
        AdemJsToken? root = null;
        foreach (AdemJsToken token in endorsements)
        {
            if (!token.NamesKey)
            {
                broken.Add(12);
            }
            else if (token.Issuer != emblem.Issuer)
            {
                external.Add(token);
            }
            else if (token.HasLog)
            {
                root = token;
            }
            else if (token.EndorsedKey is { } key)
            {
                endorsing[key] = token;
            }
        }

        // One endorsement below the root at most: adem-js removes the next link where it means to remove the one it used.
        var own = new List<AdemJsToken>();
        if (root?.Key.Identifier != emblem.Key.Identifier && endorsing.TryGetValue(emblem.Key.Identifier, out AdemJsToken? link))
        {
            own.Add(link);
        }

        if (root is not null)
        {
            own.Insert(0, root);
        }

        return new AdemJsChain(own, external);
    }
}
