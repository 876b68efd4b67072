import { AbstractStartedContainer, GenericContainer, Wait } from 'testcontainers'
import { type Peertwin, connect } from 'peertwin/testing'

const PORT = 4580

/** A container with an emulator of all providers. */
export class PeertwinContainer extends GenericContainer {
  constructor(image: string) {
    super(image)
    this.withExposedPorts(PORT).withWaitStrategy(Wait.forHttp('/_peertwin/ready', PORT))
  }

  override async start(): Promise<StartedPeertwinContainer> {
    return new StartedPeertwinContainer(await super.start())
  }
}

export class StartedPeertwinContainer extends AbstractStartedContainer {
  /** The base URL of every provider, and what `PEERTWIN_URL` takes. */
  getConnectionUri(): string {
    return `http://${this.getHost()}:${this.getMappedPort(PORT)}`
  }

  /** Everything that can be done to the emulator. */
  connect(): Promise<Peertwin> {
    return connect(this.getConnectionUri())
  }
}
