using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>How it stands with an issuer's application to this authority.</summary>
internal enum ApplicationState
{
    /// <summary>It was received, and its form and signature are valid.</summary>
    Received = 0,

    /// <summary>Two different people have approved the same terms; the endorsement can be signed.</summary>
    Approved,

    /// <summary>The endorsement was signed.</summary>
    Endorsed,

    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>The endorsement that was given was revoked. It stays valid until it expires, and is not renewed.</summary>
    Revoked,
}

/// <summary>What is known of the commitment to the applicant's key.</summary>
internal enum CommitmentKnowledge
{
    /// <summary>It was not checked yet, or the check had no result.</summary>
    Unknown = 0,

    /// <summary>Proven.</summary>
    Proven,

    /// <summary>Refuted: the key is not that organization's.</summary>
    Refuted,
}

/// <summary>
/// An issuer's request to be endorsed, as the authority keeps it: the signed file (<see cref="EndorsementRequest"/>), and what was decided
/// about it. The issuer keeps the same file as a <see cref="SentRequest"/>.
/// </summary>
internal sealed class Application : Entity
{
    /// <summary>The longest term of an endorsement. After it the authority must decide again.</summary>
    public static readonly TimeSpan LongestTerm = TimeSpan.FromDays(398);

    private readonly List<Approval> _approvals = [];
    private readonly List<Sending> _sendings = [];

    private Application()
    {
    }

    public OrganizationIdentifier Issuer { get; private init; } = null!;

    /// <summary>The identifier of the issuer's root key, computed from the key that signed the request.</summary>
    public string KeyIdentifier { get; private init; } = "";

    /// <summary>The request file, as it came.</summary>
    public byte[] Request { get; private init; } = [];

    public Purposes AskedPurposes { get; private init; }

    public DateTimeOffset ReceivedAt { get; private init; }

    public ApplicationState State { get; private set; }

    public CommitmentKnowledge Commitment { get; private set; }

    /// <summary>How the commitment was checked, and when, for a person.</summary>
    public Sentence? CommitmentNote { get; private set; }

    private Sentence NoteOfCommitment => CommitmentNote ?? Sentence.Of($"not checked yet");

    /// <summary>The purposes that approvals are for; null before the first one.</summary>
    public Purposes? TermsPurposes { get; private set; }

    /// <summary>The term that approvals are for.</summary>
    public TimeSpan? TermsLifetime { get; private set; }

    /// <summary>Why it was refused, or what follows from its revocation.</summary>
    public Sentence? Note { get; private set; }

    public IReadOnlyList<Approval> Approvals => _approvals;

    /// <summary>
    /// Who sent it in. The same request may come from several senders: one that passes it on first must not keep the applicant itself from
    /// the answer.
    /// </summary>
    public IReadOnlyList<Sending> Sendings => _sendings;

    public static Application Receive(
        OrganizationIdentifier issuer, string keyIdentifier, byte[] request, Purposes asked, string sender, DateTimeOffset at)
    {
        var application = new Application
        {
            Id = NewId(at),
            Issuer = issuer,
            KeyIdentifier = keyIdentifier,
            Request = request,
            AskedPurposes = asked,
            ReceivedAt = at,
        };
        application.SentAgain(sender, at);
        return application;
    }

    /// <summary>Notes that the same request is sent again.</summary>
    /// <returns>Whether this sender had not sent it before.</returns>
    public bool SentAgain(string sender, DateTimeOffset at)
    {
        if (_sendings.Any(s => FourEyes.SamePerson(s.Sender, sender)))
        {
            return false;
        }

        _sendings.Add(new Sending(sender, at));
        return true;
    }

    /// <summary>Notes what the check of the commitment found.</summary>
    public void Judge(CommitmentKnowledge commitment, Sentence note)
    {
        RequireOpen();
        (Commitment, CommitmentNote) = (commitment, note);
        if (commitment != CommitmentKnowledge.Proven && _approvals.Count > 0)
        {
            _approvals.Clear();
            State = ApplicationState.Received;
        }
    }

    /// <summary>One person approves. The second must be another, and approve the same terms. Other terms clear earlier approvals.</summary>
    /// <param name="approver">Who.</param>
    /// <param name="purposes">For what.</param>
    /// <param name="lifetime">For how long.</param>
    /// <param name="beforeWait">Whether access to approve did not have to wait yet.</param>
    /// <param name="at">The present.</param>
    /// <param name="groundsConfirmed">Whether the person confirmed the grounds that are stated for these purposes.</param>
    public void Approve(
        string approver, Purposes purposes, TimeSpan lifetime, bool beforeWait, DateTimeOffset at, bool groundsConfirmed = false)
    {
        RequireOpen();
        if (Commitment != CommitmentKnowledge.Proven)
        {
            throw new RefusedException(
                Refusal.NotReady,
                $"It is not proven that key {KeyIdentifier} is that of {Issuer} ({NoteOfCommitment}): "
                    + $"check the commitment first.");
        }

        if (purposes == Purposes.None || (purposes & ~AskedPurposes) != 0)
        {
            throw new RefusedException(
                Refusal.TooWide, $"{Issuer} asked for {AskedPurposes}: an endorsement is for some or all of these, and for no others.");
        }

        if (lifetime < TimeSpan.FromDays(1) || lifetime > LongestTerm)
        {
            throw new RefusedException(
                Refusal.TooWide,
                Sentence.Counting(
                    (long)LongestTerm.TotalDays, $"An endorsement lasts between one day and {LongestTerm.TotalDays:0} days."));
        }

        if (TermsPurposes != purposes || TermsLifetime != lifetime)
        {
            _approvals.Clear();
            State = ApplicationState.Received;
        }

        // The sender speaks for the request already, so two other people must approve it.
        if (_sendings.Any(s => FourEyes.SamePerson(s.Sender, approver)))
        {
            throw new RefusedException(
                Refusal.SamePerson,
                $"{approver} sent this application in, and so does not approve it: two others do. "
                    + $"(Have requests sent in by someone who approves none.)");
        }

        if (_approvals.Any(a => FourEyes.SamePerson(a.Approver, approver)))
        {
            throw new RefusedException(
                Refusal.SamePerson, $"{approver} has approved this already: the second approval is another person's (four eyes).");
        }

        (TermsPurposes, TermsLifetime) = (purposes, lifetime);
        _approvals.Add(new Approval(approver, at, beforeWait, groundsConfirmed));
        State = _approvals.Count >= 2 ? ApplicationState.Approved : ApplicationState.Received;
    }

    /// <summary>Refuses it; one person is enough.</summary>
    public void Refuse(Sentence note)
    {
        RequireOpen();
        (State, Note) = (ApplicationState.Refused, note);
        _approvals.Clear();
    }

    /// <summary>The endorsement was signed.</summary>
    public void Endorse()
    {
        if (State != ApplicationState.Approved)
        {
            throw new RefusedException(
                Refusal.WrongState, $"The application of {Issuer} is '{State}': two people have to approve it before it can be signed.");
        }

        State = ApplicationState.Endorsed;
    }

    /// <summary>The endorsement that was given is revoked.</summary>
    public void Revoke(Sentence note)
    {
        if (State != ApplicationState.Endorsed)
        {
            throw new RefusedException(Refusal.WrongState, $"The application of {Issuer} is '{State}': there is nothing to revoke.");
        }

        (State, Note) = (ApplicationState.Revoked, note);
    }

    private void RequireOpen()
    {
        if (State is ApplicationState.Endorsed or ApplicationState.Refused or ApplicationState.Revoked)
        {
            throw new RefusedException(Refusal.WrongState, $"The application of {Issuer} is '{State}' already.");
        }
    }
}
