using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>What an authority does: takes requests, checks them, has two people approve, endorses, and keeps the register.</summary>
internal sealed class AuthorityWork(IssuerStore store, ISigningKeys keys, CommitmentJudging judging, TimeProvider clock)
{
    // Keys cost nothing, so one sender could have the service keep requests without end.
    private const int MostOpenBySender = 100;

    /// <summary>Takes an issuer's request: it must be signed by the key it is about, and be meant for this authority. The same request again is the same application.</summary>
    public async Task<Application> ReceiveAsync(string actor, ReadOnlyMemory<byte> file, CancellationToken cancellation)
    {
        EndorsementRequest request = EndorsementWork.Refused(() => EndorsementRequest.Read(file)).Verify()
            ?? throw new RefusedException(Refusal.NotVerified, "The request is not signed by the root key it is about: whoever sent it does not show that the key is theirs.");
        byte[] canonical = request.ToBytes();
        EndorsementTerms terms = request.Terms;
        (Application application, bool isNew) = await store.ChangeAsync(
            actor,
            async change =>
            {
                Organization organization = await change.OrganizationAsync(cancellation);
                organization.Require(OrganizationRoles.Authority);
                if (terms.Authority != organization.Identifier)
                {
                    throw new RefusedException(Refusal.Malformed, $"The request is meant for {terms.Authority}, and this is {organization.Identifier}.");
                }

                if (terms.Validity.IsAfter(change.Now))
                {
                    throw new RefusedException(Refusal.Malformed, $"The request asks for an endorsement within {terms.Validity}, which is over: ask for a new one.");
                }

                string identifier = terms.Key.CoseIdentifier.ToString();
                List<Application> earlier = await change.Database.Applications.Where(a => a.KeyIdentifier == identifier).ToListAsync(cancellation);
                if (earlier.FirstOrDefault(a => a.Request.AsSpan().SequenceEqual(canonical)) is { } same)
                {
                    if (same.SentAgain(actor, change.Now))
                    {
                        change.Journal("application.sentAgain", terms.Issuer.ToString(), new JsonObject { ["key"] = identifier, ["request"] = request.Id.ToString() });
                    }

                    return (same, false);
                }

                if (await change.Database.Applications.CountAsync(a => a.State == ApplicationState.Received && a.Sendings.Any(s => s.Sender == actor), cancellation) >= MostOpenBySender)
                {
                    throw new RefusedException(Refusal.WrongState, $"{MostOpenBySender} applications that {actor} sent wait for a decision: send more when some are decided.");
                }

                var received = Application.Receive(terms.Issuer, identifier, canonical, terms.Purposes, actor, change.Now);
                change.Database.Add(received);
                change.Journal("application.received", terms.Issuer.ToString(), new JsonObject { ["key"] = identifier, ["purposes"] = terms.Purposes.ToString(), ["request"] = request.Id.ToString() });
                return (received, true);
            },
            cancellation);

        // Whoever sends one again and again must not have us ask logs and fill the journal each time: an approver has it judged anew.
        return isNew ? await JudgeAsync(actor, application.Id, cancellation) : application;
    }

    /// <summary>Checks whether the applicant is committed to its key.</summary>
    public async Task<Application> JudgeAsync(string actor, Guid id, CancellationToken cancellation)
    {
        EndorsementRequest request = await store.ReadAsync(async d => Request(await d.Applications.SingleOrDefaultAsync(a => a.Id == id, cancellation)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no application {id}.")));
        (CommitmentKnowledge knowledge, string note) = await judging.JudgeAsync(request.Commitment, request.Terms.Chain, cancellation);
        return await store.ChangeAsync(
            actor,
            async change =>
            {
                Application application = await change.GetAsync<Application>(id, null, cancellation);
                application.Judge(knowledge, $"{change.Now:u}: {note}");
                change.Journal("application.judged", application.Issuer.ToString(), new JsonObject { ["commitment"] = knowledge.ToString(), ["note"] = note });
                return application;
            },
            cancellation);
    }

    /// <summary>One person approves these terms.</summary>
    public Task<Application> ApproveAsync(string approver, Guid id, Guid? seen, Purposes purposes, TimeSpan lifetime, CancellationToken cancellation) => store.ChangeAsync(
        approver,
        async change =>
        {
            Application application = await change.GetAsync<Application>(id, seen, cancellation);
            application.Approve(approver, purposes, lifetime, change.Now);
            change.Journal("application.approved", application.Issuer.ToString(), new JsonObject
            {
                ["key"] = application.KeyIdentifier,
                ["purposes"] = purposes.ToString(),
                ["days"] = lifetime.TotalDays,
                ["approvals"] = application.Approvals.Count,
            });
            return application;
        },
        cancellation);

    /// <summary>Refuses an application.</summary>
    public Task<Application> RefuseAsync(string actor, Guid id, Guid? seen, string note, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            Application application = await change.GetAsync<Application>(id, seen, cancellation);
            application.Refuse(note);
            change.Journal("application.refused", application.Issuer.ToString(), new JsonObject { ["note"] = note });
            return application;
        },
        cancellation);

    /// <summary>Signs the endorsement that two people have approved.</summary>
    /// <returns>The endorsement; or the request that has to be signed on the machine where the root key is.</returns>
    public async Task<(GivenEndorsement? Given, PendingSigning? Pending)> EndorseAsync(string actor, Guid id, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (OrganizationKey root, Endorsement claims) = await store.ReadAsync(async d =>
        {
            Application application = await d.Applications.SingleOrDefaultAsync(a => a.Id == id, cancellation) ?? throw new RefusedException(Refusal.NotFound, $"There is no application {id}.");
            if (application.State != ApplicationState.Approved)
            {
                throw new RefusedException(Refusal.WrongState, $"The application of {application.Issuer} is '{application.State}': two people have to approve it first.");
            }

            (OrganizationIdentifier organization, OrganizationKey key, ValueList<CommitmentEntry> log) = await EndorsementWork.RootAsync(d, cancellation);
            EndorsementRequest request = Request(application);
            // As long as two people approved, from a little before now, and within what was asked for.
            Validity asked = request.Terms.Validity;
            Validity granted = EndorsementWork.Refused(() => Validity.IssuedAt(now, application.TermsLifetime!.Value));
            DateTimeOffset start = granted.NotBefore > asked.NotBefore ? granted.NotBefore : asked.NotBefore;
            DateTimeOffset end = new[] { start + granted.Lifetime, asked.Expires }.Min();
            return (key, EndorsementWork.Refused(
                () => request.ToEndorsement(organization, log, Validity.From(start, end - start), application.TermsPurposes!.Value) with { IssuedAt = now }));
        });
        if (root.Custody == KeyCustody.Offline)
        {
            return (null, await store.ChangeAsync(actor, change => SigningWork.AskAsync(change, root, [SigningItem.Of(claims)], cancellation), cancellation));
        }

        byte[] token = await keys.UseAsync(root, k => EndorsementWork.Sign(claims, k), cancellation);
        return (await store.ChangeAsync(actor, change => RecordAsync(change, root.Id, claims, token, cancellation), cancellation), null);
    }

    /// <summary>What is sent back to an applicant: the endorsement and the key that verifies it, and the certificates that bind the key to this authority.</summary>
    public Task<(byte[] Bundle, string? ChainPem)> AnswerAsync(Guid applicationId, CancellationToken cancellation) => store.ReadAsync(async d =>
    {
        GivenEndorsement given = await d.Register.OrderByDescending(g => g.Id).FirstOrDefaultAsync(g => g.ApplicationId == applicationId, cancellation)
            ?? throw new RefusedException(Refusal.NotFound, "Nothing was endorsed on this application yet: see its state.");
        OrganizationKey signer = await d.Keys.SingleAsync(k => k.Id == given.SignerKeyId, cancellation);
        string? chain = await d.Commitments.Where(c => c.KeyId == signer.Id && c.ChainPem != null).OrderByDescending(c => c.RequestedAt).Select(c => c.ChainPem).FirstOrDefaultAsync(cancellation);
        return (TokenBundle.Write([given.Token, signer.PublicKey]), chain);
    });

    /// <summary>Decides that an endorsement is not renewed.</summary>
    public Task<GivenEndorsement> LetLapseAsync(string actor, Guid id, Guid? seen, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            GivenEndorsement given = await change.GetAsync<GivenEndorsement>(id, seen, cancellation);
            given.LetLapse(change.Now);
            change.Journal("endorsement.lapsing", given.Subject.ToString(), new JsonObject { ["key"] = given.KeyIdentifier, ["expires"] = given.Expires.ToUnixTimeSeconds() });
            return given;
        },
        cancellation);

    /// <summary>Enters a signed endorsement into the register. It must be what two people approved.</summary>
    internal static async Task<GivenEndorsement> RecordAsync(Change change, Guid rootId, Endorsement claims, byte[] token, CancellationToken cancellation)
    {
        OrganizationKey root = await change.GetAsync<OrganizationKey>(rootId, null, cancellation);
        string identifier = claims.EndorsedKey.ToString();
        Application application = await change.Database.Applications
            .Where(a => a.Issuer == claims.Subject! && a.KeyIdentifier == identifier && a.State == ApplicationState.Approved)
            .OrderByDescending(a => a.ReceivedAt).FirstOrDefaultAsync(cancellation)
            ?? throw new RefusedException(Refusal.WrongState, $"There is no approved application of {claims.Subject} for key {identifier}: what was signed for it is not given out.");
        if (claims.Constraints.Purposes != application.TermsPurposes || claims.Validity.Lifetime > application.TermsLifetime)
        {
            throw new RefusedException(Refusal.TooWide, $"What was signed for {claims.Subject} is not what two people approved: approve again, and sign again.");
        }

        application.Endorse();
        var given = GivenEndorsement.Record(application, root, claims, token, change.Now);
        change.Database.Add(given);
        change.JournalToken("endorsement.given", application.Issuer.ToString(), token, claims.Validity, new JsonObject { ["key"] = identifier, ["purposes"] = given.Purposes.ToString() });
        return given;
    }

    private static EndorsementRequest Request(Application application) => EndorsementRequest.Read(application.Request).Verify()
        ?? throw new RefusedException(Refusal.NotVerified, "The request in the database does not verify any more: somebody has changed it. See 'issuer journal verify'.");
}
